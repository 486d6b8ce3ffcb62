using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Participation;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Profiles;

/// <summary>Two profiles that are one person's: merged by the committee, and parted again.</summary>
public static class MergeEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapMerges(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/members/{handle}/merges", Act.DoCommitteeWork, "mergeProfile", "Merge an archive profile into another", MergeAsync);
        doors.Open("DELETE", "/merges/{id:int}", Act.DoCommitteeWork, "partProfiles", "Part two merged profiles again", PartAsync);
    }

    private static async Task<IResult> MergeAsync(string handle, Submission<MergeForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MemberTexts> words)
    {
        var from = await db.Members.SingleOrDefaultAsync(m => m.Handle == handle, http.RequestAborted);
        if (from is null)
            return TypedResults.NotFound();
        var other = sent.Form.Into?.Trim().TrimStart('@') ?? "";
        if (other.LastIndexOf('/') is var slash and >= 0)
            other = Uri.UnescapeDataString(other[(slash + 1)..]);
        // An address can hold signs that no handle has and no database looks for.
        var into = other.Any(char.IsControl) ? null : await db.Members.SingleOrDefaultAsync(m => m.Handle == other, http.RequestAborted);
        if (into is null)
            sent.Refuse("into", words["Merge.Unknown"]);
        else if (into.Id == from.Id || into.MergedIntoId is not null || from.MergedIntoId is not null)
            sent.Refuse("into", words["Merge.Same"]);
        else if (from.ClaimedAt is not null)
            sent.Refuse("into", words["Merge.Account"]);
        else if (http.Actor().Is(into.Id) && await ClaimEndpoints.OthersDecideAsync(db, into.Id, http.RequestAborted))
            sent.Refuse("into", words["Merge.Own"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/members/{Uri.EscapeDataString(handle)}");
        var decider = await ClaimEndpoints.DeciderAsync(http, db);
        var now = clock.GetCurrentInstant();
        var merge = new ProfileMerge(from, into!, await ClaimEndpoints.TalksAsync(db, from.Id, http.RequestAborted), decider, now);
        db.Add(merge);
        await db.MoveActsAsync(merge, http.RequestAborted);
        // What somebody said of the profile is decided with it: nothing of it is left to grant.
        foreach (var claim in await db.ProfileClaims.Where(c => c.ProfileId == from.Id && c.End == null).ToListAsync(http.RequestAborted))
            claim.Lapse(now);
        db.Add(new AuditEntry(AuditActs.Merge, decider.Id, into!.Id, from.Handle, from.Handle, into.Handle, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/members/{Uri.EscapeDataString(into.Handle)}?done=merged");
    }

    private static async Task<IResult> PartAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MemberTexts> words)
    {
        var merge = await db.ProfileMerges.Include(m => m.From).Include(m => m.Into).Include(m => m.Credits).SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted);
        if (merge is null)
            return TypedResults.NotFound();
        // A later merge moved what this one had moved before: only the last of them knows the way back.
        if (merge.UndoneAt is null && await db.ProfileMerges.AnyAsync(later => later.Id > id && later.UndoneAt == null && (later.IntoId == merge.IntoId || later.FromId == merge.IntoId), http.RequestAborted))
        {
            sent.Refuse(Submission.Whole, words["Merge.Later"]);
            return sent.Refused(http, $"/members/{Uri.EscapeDataString(merge.Into.Handle)}");
        }

        if (merge.UndoneAt is null)
        {
            var talks = merge.Credits.Select(credit => credit.TalkId).ToList();
            var shared = await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Where(t => talks.Contains(t.Id)).ToListAsync(http.RequestAborted);
            var decider = await ClaimEndpoints.DeciderAsync(http, db);
            merge.Undo(shared, decider, clock.GetCurrentInstant());
            await db.MoveActsBackAsync(merge, http.RequestAborted);
            db.Add(new AuditEntry(AuditActs.Part, decider.Id, merge.IntoId, merge.From.Handle, merge.Into.Handle, merge.From.Handle, clock.GetCurrentInstant()));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"/members/{Uri.EscapeDataString(merge.From.Handle)}?done=parted");
    }
}

/// <summary>Into which profile.</summary>
/// <param name="Into">The handle of the profile that stays, or its address.</param>
public sealed record MergeForm(string? Into);
