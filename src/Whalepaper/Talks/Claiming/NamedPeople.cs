using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Talks.Claiming;

/// <summary>People as somebody types them: by the name in their address, or by what the group calls them.</summary>
public static class NamedPeople
{
    /// <summary>How many may share one talk.</summary>
    public const int Most = 6;

    private static readonly char[] commas = [',', '，', '、', ';', '；', '\n'];

    /// <summary>The names in a list.</summary>
    public static IReadOnlyList<string> Split(string? text) => (text ?? "").Split(commas, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Who is meant by a name: nobody, one, or several of the same name. Only members who can share are found.</summary>
    public static async Task<IReadOnlyList<Member>> NamedAsync(this WhalepaperDb db, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(name);
        var (key, handle) = (Member.RecognisedAs(name), name.TrimStart('@').ToLowerInvariant());
        var found = await db.CanShare().Where(m => m.Handle == handle || m.NormalizedName == key).OrderBy(m => m.Handle == handle ? 0 : 1).Take(3).ToListAsync(cancellation);
        // A handle is one person's, whatever others are called.
        return found is [var first, ..] && string.Equals(first.Handle, handle, StringComparison.Ordinal) ? [first] : found;
    }

    /// <summary>The members to whom a talk can go: they have an account and are in the open or the inner group.</summary>
    public static IQueryable<Member> CanShare(this WhalepaperDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Members.Where(m => m.ClaimedAt != null && m.LeftAt == null && m.MergedIntoId == null && (m.Standing == Standing.Inner || m.Standing == Standing.Open));
    }
}
