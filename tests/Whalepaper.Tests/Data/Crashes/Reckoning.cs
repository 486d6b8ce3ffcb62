using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Admission.Ballots;
using Whalepaper.Data;
using Whalepaper.Participation;
using Whalepaper.Talks;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>Compares what people were told with what is there: all that was acknowledged, whole, and nothing that nobody sent.</summary>
internal static class Reckoning
{
    // How slips are packed: a head, then for each voter their number and a sign for who stands.
    private const int Head = 7;
    private const int Slip = 5;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Compares. What was in doubt is known from now on.</summary>
    public static async Task CompareAsync(this Logbook log, Bustle bustle)
    {
        await bustle.Database.WithAsync(db => ClaimsAsync(log, bustle, db));
        await bustle.Database.WithAsync(db => ComersAsync(log, bustle, db));
        await bustle.Database.WithAsync(db => UploadsAsync(log, bustle, db));
        await VotesAsync(log, bustle);
    }

    /// <summary>Compares the files with the rows that name them: each is there as it was sent, and no other is.</summary>
    public static async Task CompareFilesAsync(this Bustle bustle)
    {
        var folder = Path.Combine(bustle.Database.Settings.Folder, "files");
        var rows = await bustle.Database.WithAsync(db => db.StoredFiles.AsNoTracking().Select(file => new { file.StorageKey, file.Sha256 }).ToListAsync(Stop));
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(folder, path), path => path, StringComparer.Ordinal);
        Assert.Equal(rows.Select(row => row.StorageKey).Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        foreach (var row in rows)
            Assert.Equal(row.Sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(files[row.StorageKey], Stop))));
    }

    private static async Task ClaimsAsync(Logbook log, Bustle bustle, WhalepaperDb db)
    {
        // Papers that are held are held by one talk, with one presenter and one seat.
        var claimed = bustle.Papers.ToHashSet();
        var held = (await db.TalkPapers.AsNoTracking().Where(held => held.ReleasedAt == null).Select(held => new { held.Entry.PaperId, held.TalkId }).ToListAsync(Stop)).Where(held => claimed.Contains(held.PaperId)).ToDictionary(held => held.PaperId, held => held.TalkId);
        var talks = await db.Talks.AsNoTracking().Include(talk => talk.Presenters).Where(talk => talk.Giving == null).ToDictionaryAsync(talk => talk.Id, Stop);
        var there = held.ToDictionary(one => one.Key, one => new Claimed(Assert.Single(talks[one.Value].Presenters).MemberId, talks[one.Value].MeetingId!.Value, one.Value));
        Assert.Equal(there.Count + bustle.Talks.Count, talks.Count);
        Assert.All(there.Values, one => Assert.True(talks[one.Talk] is { State: TalkState.Claimed, Seat: not null, Ending: null }));
        foreach (var (paper, claim) in log.Claims)
            Assert.True(there.TryGetValue(paper, out var kept) && kept == claim, $"Lost: paper {paper}, {claim}; there is {kept}");
        foreach (var (paper, claim) in there.Where(one => !log.Claims.ContainsKey(one.Key)))
        {
            Assert.True(log.DoubtfulClaims.TryGetValue((paper, claim.Member), out var meeting) && meeting == claim.Meeting, $"Nobody was told: paper {paper}, {claim}");
            log.Claims[paper] = claim;
        }

        log.DoubtfulClaims.Clear();
    }

    private static async Task ComersAsync(Logbook log, Bustle bustle, WhalepaperDb db)
    {
        var rows = await db.Attendances.AsNoTracking().Select(one => new { one.Id, one.MeetingId, one.MemberId }).ToListAsync(Stop);
        var there = rows.Select(one => (one.MeetingId, one.MemberId)).ToHashSet();
        Assert.Equal(rows.Count, there.Count);
        Assert.All(log.Here.Keys, one => Assert.True(there.Contains(one), $"Lost: at a meeting, {one}"));
        Assert.All(there.Where(one => !log.Here.ContainsKey(one)), one => Assert.True(log.PerhapsHere.ContainsKey(one), $"Nobody was told: at a meeting, {one}"));
        // What counts is saved with what it counts for.
        Assert.Equal(rows.Select(one => one.Id).Order(), (await db.Ledger.AsNoTracking().Where(entry => entry.Kind == LedgerKind.Attended).Select(entry => entry.AttendanceId!.Value).ToListAsync(Stop)).Order());
        foreach (var one in there)
            log.Here[one] = 0;
        log.PerhapsHere.Clear();
    }

    private static async Task UploadsAsync(Logbook log, Bustle bustle, WhalepaperDb db)
    {
        var there = (await db.Materials.AsNoTracking().Include(material => material.File).ToListAsync(Stop)).ToDictionary(material => material.Title, material => (material.TalkId, material.File!.Sha256), StringComparer.Ordinal);
        foreach (var (title, sent) in log.Uploads)
            Assert.True(there.TryGetValue(title, out var kept) && kept == sent, $"Lost: {title}");
        foreach (var (title, kept) in there.Where(one => !log.Uploads.ContainsKey(one.Key)))
        {
            Assert.True(log.DoubtfulUploads.TryGetValue(title, out var sent) && kept == sent, $"Nobody was told: {title}");
            log.Uploads[title] = sent;
        }

        // A row never names a file that is not there.
        var folder = Path.Combine(bustle.Database.Settings.Folder, "files");
        Assert.All(await db.StoredFiles.AsNoTracking().Select(file => file.StorageKey).ToListAsync(Stop), key => Assert.True(File.Exists(Path.Combine(folder, key)), $"Lost: the file {key}"));
        log.DoubtfulUploads.Clear();
    }

    // What lies under the seal is looked at here alone.
    private static async Task VotesAsync(Logbook log, Bustle bustle)
    {
        await using var scope = bustle.Database.Scope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var content = await db.BallotBoxes.AsNoTracking().Where(box => box.BallotId == bustle.Ballot).Select(box => box.Content).SingleAsync(Stop);
        var packed = scope.ServiceProvider.GetRequiredService<BallotSeal>().Open(content).Pack();
        var there = packed[Head..].Chunk(Slip).ToDictionary(slip => BinaryPrimitives.ReadInt32LittleEndian(slip), slip => (Choice)slip[4]);
        Assert.Equal(there.Where(one => one.Value != default).Select(one => one.Key).Order(), (await db.BallotVoters.AsNoTracking().Where(voter => voter.BallotId == bustle.Ballot && voter.HasVoted).Select(voter => voter.MemberId).ToListAsync(Stop)).Order());
        foreach (var (voter, kept) in there)
        {
            var said = log.Votes.GetValueOrDefault(voter);
            Assert.True(kept == said || (log.DoubtfulVotes.TryGetValue(voter, out var perhaps) && kept == perhaps), $"Lost: the vote of {voter}, {said}; there is {kept}");
            if (kept != default)
                log.Votes[voter] = kept;
        }

        log.DoubtfulVotes.Clear();
    }
}
