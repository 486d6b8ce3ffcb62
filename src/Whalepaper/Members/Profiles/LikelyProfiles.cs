using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members.Access;

namespace Whalepaper.Members.Profiles;

/// <summary>A name of the archive that may be somebody's own.</summary>
/// <param name="Name">The name as the archive writes it.</param>
/// <param name="Handle">The name in addresses.</param>
/// <param name="Given">How many talks were shared under it.</param>
public sealed record LikelyProfile(string Name, string Handle, int Given);

/// <summary>
/// "Is this you?": archive profiles that nobody has taken and whose name is a member's own or close to it. A hint and no more: the member claims, and
/// the committee decides.
/// </summary>
public static class LikelyProfiles
{
    private const int Most = 3;

    /// <summary>The likely profiles of a member, without those of which they said so once.</summary>
    /// <param name="db">The database.</param>
    /// <param name="me">Whose.</param>
    /// <param name="who">The same member as the one who asks: nothing is shown that they may not open.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Task<List<LikelyProfile>> LikelyProfilesAsync(this WhalepaperDb db, Member me, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(who);
        return Likely(db, me, who).ToListAsync(cancellation);
    }

    /// <summary>The keys (see <see cref="Member.RecognisedAs"/>) of names that are close to one: it itself, its words run together or the other way round, its first word, and what it is without a number behind it.</summary>
    public static IReadOnlyList<string> CloseTo(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = Member.RecognisedAs(name);
        var words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] close = [key, string.Concat(words), string.Join(' ', words.AsEnumerable().Reverse()), words.FirstOrDefault() ?? "", key.TrimEnd([.. "0123456789 "])];
        // A single letter is anybody's.
        return [.. close.Where(one => one.Length > 1 || string.Equals(one, key, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The question itself; the index on the key answers it, however long the archive is.</summary>
    internal static IQueryable<LikelyProfile> Likely(WhalepaperDb db, Member me, Actor who)
    {
        var (id, key, close) = (me.Id, me.NormalizedName, CloseTo(me.Name).ToArray());
        // Names that begin with the whole of this one and go on with another word: behind the blank comes the exclamation mark.
        var (from, to) = ($"{key} ", $"{key}!");
        // Asked by themselves, so that the key's index answers them, and not that of another condition which is true of nearly everybody.
        var named = db.Members.Where(m => close.Contains(m.NormalizedName)).Select(m => m.Id)
            .Concat(db.Members.Where(m => m.NormalizedName.CompareTo(from) >= 0 && m.NormalizedName.CompareTo(to) < 0).Select(m => m.Id));
        return db.Members.AsNoTracking()
            .Where(m => named.Contains(m.Id))
            .Where(who.ProfilesOpenTo())
            .Where(m => m.ClaimedAt == null && m.LeftAt == null && m.Id != id && !db.ProfileClaims.Any(c => c.ProfileId == m.Id && c.ById == id))
            .OrderBy(m => m.NormalizedName == key ? 0 : 1).ThenBy(m => m.Id)
            .Take(Most)
            .Select(m => new LikelyProfile(m.Name, m.Handle, db.TalkPresenters.Count(p => p.MemberId == m.Id && db.Talks.Any(t => t.Id == p.TalkId && t.Giving != null))));
    }
}
