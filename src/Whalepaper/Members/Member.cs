using System.Globalization;
using System.Text;
using NodaTime;

namespace Whalepaper.Members;

/// <summary>A person of the group. A name from the archive that has no account yet is an unclaimed profile.</summary>
public sealed class Member
{
    /// <summary>The longest handle, in UTF-16 units.</summary>
    public const int HandleMaximum = 60;

    private readonly List<FollowedTrack> _follows = [];
    private readonly List<EarlierFollow> _earlierFollows = [];

    private Member()
    {
    }

    /// <summary>Makes a profile; unclaimed until an account takes it.</summary>
    /// <param name="name">What the group calls this person.</param>
    /// <param name="handle">The name in addresses; see <see cref="HandleFor"/>.</param>
    /// <param name="knownSince">When the group came to know this person.</param>
    public Member(string name, string handle, Instant knownSince)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(handle);
        Rename(name);
        Handle = handle;
        KnownSince = knownSince;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The name in addresses: lower case, unique, no blanks.</summary>
    public string Handle { get; private set; } = "";

    /// <summary>What the group calls this person.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The name by which the charter's presenters are recognised; see <see cref="NormalName.Of"/>.</summary>
    public string NormalizedName { get; private set; } = "";

    /// <summary>A few words about themselves, Markdown.</summary>
    public string? Bio { get; private set; }

    /// <summary>What they like to read about, in their own words.</summary>
    public string? Interests { get; private set; }

    /// <summary>Where else they are to be found: absolute http or https addresses.</summary>
    public List<string> Links { get; private set; } = [];

    /// <summary>Who may open their profile. The name beside a talk in the archive is public all the same.</summary>
    public ProfileReaders Readers { get; private set; } = ProfileReaders.Everyone;

    /// <summary>The language in which they are written to: <c>zh-CN</c> or <c>en</c>; null for the group's.</summary>
    public string? Language { get; private set; }

    /// <summary>The tzdb zone in which they live; null for the group's.</summary>
    public string? ZoneId { get; private set; }

    /// <summary>When the group came to know this person.</summary>
    public Instant KnownSince { get; private set; }

    /// <summary>When an account took this profile; null while it is an archive name.</summary>
    public Instant? ClaimedAt { get; private set; }

    /// <summary>Where they are on the ladder; null for an archive name.</summary>
    public Standing? Standing { get; private set; }

    /// <summary>Since when they are there.</summary>
    public Instant? StandingSince { get; private set; }

    /// <summary>What they do for the group.</summary>
    public Role Role { get; private set; }

    /// <summary>When their account was deleted at their wish; null while they are here.</summary>
    public Instant? LeftAt { get; private set; }

    /// <summary>The profile that took over what was credited to this one; null unless merged.</summary>
    public int? MergedIntoId { get; private set; }

    /// <summary>
    /// How often what they share changed: a talk came to them or went. It counts up with each, so that of two changes at the same moment the
    /// later one is told, and no limit and no clash of dates slips through between them.
    /// </summary>
    public int Turns { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>The tracks that they follow.</summary>
    public IReadOnlyList<FollowedTrack> Follows => _follows;

    /// <summary>Those they followed once: by what they followed at the hour of a meeting it is measured whether it was theirs.</summary>
    public IReadOnlyList<EarlierFollow> EarlierFollows => _earlierFollows;

    /// <summary>Changes the name.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
        NormalizedName = RecognisedAs(name);
    }

    /// <summary>Ties the profile to an account and lets its owner into the open group.</summary>
    public void Join(Instant at)
    {
        ClaimedAt ??= at;
        if (Standing is null)
            MoveTo(Members.Standing.Open, at);
    }

    /// <summary>Moves up or down the ladder. Roles stand on top of the inner group and end with it.</summary>
    /// <exception cref="InvalidOperationException">An archive name that nobody claimed, or somebody who left.</exception>
    public void MoveTo(Standing standing, Instant at)
    {
        if (ClaimedAt is null || LeftAt is not null)
            throw new InvalidOperationException($"{Name} has no account, and so no standing.");
        if (Standing == standing)
            return;
        Standing = standing;
        StandingSince = at;
        if (standing is not Members.Standing.Inner)
            Role = Role.None;
    }

    /// <summary>Stands again where they stood, as if nobody had moved them.</summary>
    /// <param name="standing">Where they stood.</param>
    /// <param name="since">Since when.</param>
    /// <param name="role">What they did for the group.</param>
    /// <exception cref="InvalidOperationException">Somebody who left.</exception>
    public void StandAgain(Standing standing, Instant? since, Role role)
    {
        if (ClaimedAt is null || LeftAt is not null)
            throw new InvalidOperationException($"{Name} has no account, and so no standing.");
        (Standing, StandingSince) = (standing, since);
        Appoint(standing is Members.Standing.Inner ? role : Role.None);
    }

    /// <summary>Gives a role, or takes it back with <see cref="Role.None"/>.</summary>
    /// <exception cref="InvalidOperationException">Not an inner member.</exception>
    public void Appoint(Role role)
    {
        if (role is not Role.None && Standing is not Members.Standing.Inner)
            throw new InvalidOperationException($"{Name} is no inner member, and so has no role.");
        Role = role;
    }

    /// <summary>Gives up a place on the ladder that a mere name of the archive cannot have.</summary>
    /// <exception cref="InvalidOperationException">The profile belongs to somebody.</exception>
    public void StepDown()
    {
        if (ClaimedAt is not null)
            throw new InvalidOperationException($"{Name} has an account, and so a standing.");
        Standing = null;
        StandingSince = null;
        Role = Role.None;
    }

    /// <summary>Takes another name in addresses.</summary>
    /// <exception cref="ArgumentException">None that an address may have; see <see cref="IsHandle"/>.</exception>
    public void TakeHandle(string handle)
    {
        if (!IsHandle(handle))
            throw new ArgumentException($"'{handle}' is no handle.", nameof(handle));
        Handle = handle;
    }

    /// <summary>Sets what the profile tells.</summary>
    /// <param name="bio">A few words, Markdown.</param>
    /// <param name="interests">What they like to read about.</param>
    /// <param name="links">Absolute http or https addresses; none if not given.</param>
    /// <exception cref="ArgumentException">A link that is none.</exception>
    public void Introduce(string? bio, string? interests = null, IEnumerable<string>? links = null)
    {
        Bio = Blank(bio);
        Interests = Blank(interests);
        Links = [.. (links ?? []).Select(link => IsLink(link) ? link : throw new ArgumentException($"'{link}' is no http or https address.", nameof(links)))];
    }

    /// <summary>Says who may open the profile.</summary>
    public void ShowTo(ProfileReaders readers) => Readers = readers;

    /// <summary>Says how they are written to.</summary>
    /// <param name="language"><c>zh-CN</c>, <c>en</c>, or null for the group's.</param>
    /// <param name="zoneId">A tzdb zone, or null for the group's.</param>
    /// <exception cref="ArgumentException">A language or zone that does not exist here.</exception>
    public void LiveIn(string? language, string? zoneId)
    {
        if (language is not (null or "zh-CN" or "en"))
            throw new ArgumentException($"The site speaks zh-CN and en, not '{language}'.", nameof(language));
        if (zoneId is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneId) is null)
            throw new ArgumentException($"There is no time zone '{zoneId}'.", nameof(zoneId));
        Language = language;
        ZoneId = zoneId;
    }

    /// <summary>Follows these tracks and no others.</summary>
    /// <param name="trackIds">The tracks' database numbers.</param>
    /// <param name="at">From when on. What they followed until then is kept in <see cref="EarlierFollows"/>.</param>
    public void Follow(IReadOnlyCollection<int> trackIds, Instant at)
    {
        ArgumentNullException.ThrowIfNull(trackIds);
        _earlierFollows.AddRange(_follows.Where(followed => !trackIds.Contains(followed.TrackId)).Select(followed => new EarlierFollow(followed, at)));
        _follows.RemoveAll(followed => !trackIds.Contains(followed.TrackId));
        _follows.AddRange(trackIds.Distinct().Where(id => !_follows.Exists(followed => followed.TrackId == id)).Select(id => new FollowedTrack(id, at)));
    }

    /// <summary>Notes that what they share changed; see <see cref="Turns"/>.</summary>
    public void TakeTurn() => Turns++;

    /// <summary>Hands over to another profile: whoever looks for this one is led there.</summary>
    /// <exception cref="InvalidOperationException">The same profile, or one that was merged itself.</exception>
    public void MergeInto(Member other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Id == Id || other.MergedIntoId is not null || MergedIntoId is not null)
            throw new InvalidOperationException("A profile is merged once, into one that stands for itself.");
        MergedIntoId = other.Id;
    }

    /// <summary>Stands for itself again.</summary>
    public void Part() => MergedIntoId = null;

    /// <summary>Goes for good: what is personal is forgotten, what the group shared stays under a name that names nobody.</summary>
    /// <param name="namelessName">What stands in the archive from now on.</param>
    /// <param name="namelessHandle">The name in addresses from now on.</param>
    /// <param name="at">When.</param>
    public void Leave(string namelessName, string namelessHandle, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(namelessHandle);
        Rename(namelessName);
        Handle = namelessHandle;
        Introduce(null, null, []);
        LiveIn(null, null);
        _follows.Clear();
        _earlierFollows.Clear();
        Standing = Members.Standing.Former;
        StandingSince = at;
        Role = Role.None;
        LeftAt = at;
    }

    /// <summary>Goes along with somebody who left, into whom this profile was merged: its name would tell theirs.</summary>
    /// <exception cref="InvalidOperationException">The other one is still here.</exception>
    public void LeaveWith(Member other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Leave(other.Name, string.Create(CultureInfo.InvariantCulture, $"former-{Id}"), other.LeftAt ?? throw new InvalidOperationException($"{other.Name} did not leave."));
    }

    /// <summary>The key by which two spellings are the same person; a name of signs alone stands for itself.</summary>
    public static string RecognisedAs(string name)
    {
        var normal = NormalName.Of(name);
        return normal.Length > 0 ? normal : name.Trim() is { Length: > NormalName.MaximumLength } signs ? signs[..NormalName.MaximumLength] : name.Trim();
    }

    /// <summary>A handle made from a name: its letters and digits, blanks as dashes, with a number if others have it already.</summary>
    /// <param name="name">What the group calls the person.</param>
    /// <param name="taken">Whether a handle belongs to somebody else.</param>
    public static string HandleFor(string name, Func<string, bool> taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var stem = NormalName.Of(name).Replace(' ', '-');
        if (stem.Length > HandleMaximum - 8)
            stem = stem[..(char.IsHighSurrogate(stem[HandleMaximum - 9]) ? HandleMaximum - 9 : HandleMaximum - 8)];
        if (stem.Length == 0)
            stem = "member";
        var handle = stem;
        for (var n = 2; taken(handle); n++)
            handle = $"{stem}-{n}";
        return handle;
    }

    /// <summary>Whether a text may be a name in addresses: lower-case letters, digits and dashes, each in the one way in which it is written.</summary>
    public static bool IsHandle(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= HandleMaximum && text.EnumerateRunes().All(IsOfHandle);
    }

    // Half a character is read as U+FFFD, which is none of these.
    private static bool IsOfHandle(Rune rune) => rune.Value is '-'
        || ((Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark) && Rune.ToLowerInvariant(rune) == rune && rune.ToString().IsNormalized(NormalizationForm.FormKC));

    /// <summary>Whether a text is an absolute http or https address that a profile may lead to.</summary>
    public static bool IsLink(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.UserInfo.Length == 0;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
