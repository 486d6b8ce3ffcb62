using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Profiles;

namespace Whalepaper.Cli;

/// <summary>One person of each standing and role for the demonstration, with an account but no password: the terminal hands out their links.</summary>
internal sealed class DemoPeople(WhalepaperDb db, IClock clock)
{
    private static readonly (string Name, string Address, Standing Standing, Role Role, string[] Tracks)[] people =
    [
        ("杨夕", "organizer@example.org", Standing.Inner, Role.Organizer, ["nlp"]),
        ("张帆", "committee@example.org", Standing.Inner, Role.Committee, ["nlp", "cv"]),
        ("Stefan", "inner@example.org", Standing.Inner, Role.None, ["nlp", "res"]),
        ("林晓", "candidate@example.org", Standing.Candidate, Role.None, ["cv"]),
        ("Ada Brook", "open@example.org", Standing.Open, Role.None, []),
        ("李国梁", "former@example.org", Standing.Former, Role.None, []),
    ];

    private static readonly Duration joinedBefore = Duration.FromDays(150);

    /// <summary>Gives them accounts; those of the archive keep what they shared. One claim waits, so that the desk is not empty.</summary>
    public async Task AddAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var normal = new UpperInvariantLookupNormalizer();
        var members = await db.Members.ToDictionaryAsync(m => m.Name, StringComparer.Ordinal, cancellation);
        var tracks = await db.Tracks.ToDictionaryAsync(t => t.Code, t => t.Id, StringComparer.Ordinal, cancellation);
        foreach (var (name, address, standing, role, follows) in people)
        {
            if (!members.TryGetValue(name, out var member))
                members[name] = member = new Member(name, Member.HandleFor(name, _ => false), now);
            // Long ago, so that what they did since is theirs.
            member.Join(now - joinedBefore);
            member.MoveTo(standing, now - joinedBefore);
            member.Appoint(role);
            member.Follow([.. follows.Select(code => tracks[code])], now - joinedBefore);
            db.Add(new Account(member, address, now) { NormalizedEmail = normal.NormalizeEmail(address), NormalizedUserName = normal.NormalizeName(address) });
        }

        if (members.TryGetValue("张强", out var archived))
            db.Add(new ProfileClaim(archived, members["Ada Brook"], "我是张强，分享过 Capsule Network。", now));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Whether a group is the demonstration: all of its people are there, under addresses that nobody has.</summary>
    public static async Task<bool> AreHereAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var addresses = people.Select(person => person.Address).ToList();
        return await db.Accounts.CountAsync(account => addresses.Contains(account.Email!), cancellation) == addresses.Count;
    }

    /// <summary>A link for each of them; an older one that was not used still works for its day.</summary>
    public async Task<IReadOnlyList<(string Who, string Path)>> LinksAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var links = new List<(string Who, string Path)>();
        var accounts = await db.Accounts.Include(a => a.Member).ToDictionaryAsync(a => a.Email!, StringComparer.Ordinal, cancellation);
        foreach (var (_, address, standing, role, _) in people)
        {
            if (!accounts.TryGetValue(address, out var account))
                continue;
            var key = SecretKey.Make();
            db.Add(new SignInLink(SecretKey.Hash(key), account.Id, now));
            links.Add(($"{(role is Role.None ? standing.ToString() : role.ToString()).ToLowerInvariant()}, {account.Member.Name}", $"/sign-in/links/{key}"));
        }

        await db.SaveChangesAsync(cancellation);
        return links;
    }
}
