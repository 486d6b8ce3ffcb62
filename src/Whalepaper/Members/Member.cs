using NodaTime;

namespace Whalepaper.Members;

/// <summary>A person of the group. A name from the archive that has no account yet is an unclaimed profile.</summary>
public sealed class Member
{
    /// <summary>The longest handle, in UTF-16 units.</summary>
    public const int HandleMaximum = 60;

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

    /// <summary>When the group came to know this person.</summary>
    public Instant KnownSince { get; private set; }

    /// <summary>When an account took this profile; null while it is an archive name.</summary>
    public Instant? ClaimedAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Changes the name.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
        NormalizedName = RecognisedAs(name);
    }

    /// <summary>Sets the words about themselves.</summary>
    public void Introduce(string? bio) => Bio = bio;

    /// <summary>Ties the profile to an account.</summary>
    public void Claim(Instant at) => ClaimedAt ??= at;

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
}
