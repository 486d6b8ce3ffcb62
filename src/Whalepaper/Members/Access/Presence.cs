using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Accounts;

namespace Whalepaper.Members.Access;

/// <summary>
/// Who stands behind a cookie or a token, kept at hand for some seconds. A change in this copy of the program is noticed at once, a
/// change in another once it is heard of, and within <see cref="Kept"/> if it is not: whoever is removed, or ends a sign-in, is out by then.
/// </summary>
internal sealed class Presence(IServiceScopeFactory scopes, IClock clock) : IChangeListener
{
    /// <summary>How long an answer is believed.</summary>
    public static readonly Duration Kept = Duration.FromSeconds(20);

    // How many are kept at a time; beyond it, all are looked up again.
    private const int Most = 10_000;

    // "Used last" is told to some minutes: else every request would write.
    private static readonly Duration coarse = Duration.FromMinutes(10);

    private ConcurrentDictionary<string, (Instant At, Actor? Who)> _known = new(StringComparer.Ordinal);

    /// <summary>Who is signed in by this key of a cookie; null if nobody, or no longer.</summary>
    public Task<Actor?> OfSignInAsync(string key, CancellationToken cancellation) => OfAsync($"s{SecretKey.Hash(key)}", OpenSignInAsync, cancellation);

    /// <summary>In whose name this token acts; null if in nobody's, or no longer.</summary>
    public Task<Actor?> OfTokenAsync(string key, CancellationToken cancellation) => OfAsync($"t{SecretKey.Hash(key)}", OpenTokenAsync, cancellation);

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Contains(ChangeTags.Accounts) || tags.Contains(ChangeTags.Members))
            _known = new(StringComparer.Ordinal);
        return ValueTask.CompletedTask;
    }

    private async Task<Actor?> OfAsync(string name, Func<WhalepaperDb, string, Instant, CancellationToken, Task<Actor?>> look, CancellationToken cancellation)
    {
        var known = _known;
        var now = clock.GetCurrentInstant();
        if (known.TryGetValue(name, out var found) && found.At.IsWithin(Kept, now))
            return found.Who;
        await using var scope = scopes.CreateAsyncScope();
        var who = await look(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), name[1..], now, cancellation);
        if (known.Count >= Most)
            _known = known = new(StringComparer.Ordinal);
        // What was read before a change goes into what the change has thrown away.
        known[name] = (now, who);
        return who;
    }

    private static async Task<Actor?> OpenSignInAsync(WhalepaperDb db, string hash, Instant now, CancellationToken cancellation)
    {
        var found = await (
            from signIn in db.SignIns.AsNoTracking()
            join account in db.Accounts on signIn.AccountId equals account.Id
            where signIn.KeyHash == hash
            select new { SignIn = signIn, account.Member }).SingleOrDefaultAsync(cancellation);
        if (found is null || !found.SignIn.IsOpen(now) || found.Member.LeftAt is not null)
            return null;
        if (now - found.SignIn.LastUsedAt > coarse)
            await NoteAsync(() => db.SignIns.Where(s => s.KeyHash == hash).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, now), cancellation));
        return Of(found.Member, found.SignIn.Id, null);
    }

    private static async Task<Actor?> OpenTokenAsync(WhalepaperDb db, string hash, Instant now, CancellationToken cancellation)
    {
        var found = await (
            from token in db.ApiTokens.AsNoTracking()
            join member in db.Members on token.MemberId equals member.Id
            where token.KeyHash == hash
            select new { Token = token, Member = member }).SingleOrDefaultAsync(cancellation);
        if (found is null || !found.Token.IsOpen(now) || found.Member.LeftAt is not null)
            return null;
        if (found.Token.LastUsedAt is not { } last || now - last > coarse)
            await NoteAsync(() => db.ApiTokens.Where(t => t.KeyHash == hash).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), cancellation));
        return Of(found.Member, null, found.Token.Scope);
    }

    // Where the disk takes nothing more, one can read all the same: that somebody was here is told by their next visit.
    private static async Task NoteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception failure) when (failure.IsOutage())
        {
        }
    }

    private static Actor Of(Member member, int? signInId, TokenScope? scope) =>
        new(member.Id, member.Handle, member.Name, member.Standing, member.Role, signInId, scope);
}
