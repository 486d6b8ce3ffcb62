using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Participation;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Profiles;

/// <summary>"This is me", and what the committee says to it.</summary>
public static class ClaimEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapClaims(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/members/{handle}/claims", Act.ClaimProfile, "claimProfile", "Say of an archive profile that it is one's own", ClaimAsync);
        doors.Open("DELETE", "/claims/{id:int}", Act.ClaimProfile, "withdrawClaim", "Take one's claim back", WithdrawAsync);
        doors.Open("POST", "/claims/{id:int}/grant", Act.DoCommitteeWork, "grantClaim", "Grant a claim: the archive's credit moves to who claimed", GrantAsync);
        doors.Open("POST", "/claims/{id:int}/refusal", Act.DoCommitteeWork, "refuseClaim", "Decline a claim, with a word", RefuseAsync);
    }

    private static async Task<IResult> ClaimAsync(
        string handle, Submission<ClaimForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MemberTexts> words)
    {
        var profile = await db.Members.SingleOrDefaultAsync(m => m.Handle == handle, http.RequestAborted);
        if (profile is null || !http.Actor().MayOpen(profile.Id, profile.Readers))
            return TypedResults.NotFound();
        var page = $"/members/{Uri.EscapeDataString(handle)}";
        var id = http.Actor().MemberId;
        if (profile.ClaimedAt is not null || profile.MergedIntoId is not null)
            sent.Refuse(Submission.Whole, words["Claim.Taken"]);
        else if (await db.ProfileClaims.CountAsync(c => c.ById == id && c.End == null && c.ProfileId != profile.Id, http.RequestAborted) >= ProfileClaim.MostWaiting)
            sent.Refuse(Submission.Whole, words["Claim.Many", ProfileClaim.MostWaiting]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        // Pressed twice, it is one claim.
        if (!await db.ProfileClaims.AnyAsync(c => c.ProfileId == profile.Id && c.ById == id && c.End == null, http.RequestAborted))
        {
            var me = await db.Members.SingleAsync(m => m.Id == id, http.RequestAborted);
            db.Add(new ProfileClaim(profile, me, sent.Form.Word, clock.GetCurrentInstant()));
            try
            {
                await db.SaveChangesAsync(http.RequestAborted);
            }
            catch (DbUpdateException) when (db.ProfileClaims.AsNoTracking().Any(c => c.ProfileId == profile.Id && c.ById == id && c.End == null))
            {
                // The other press was faster.
            }
        }

        return sent.Done($"{page}?done=claimed");
    }

    private static async Task<IResult> WithdrawAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var me = http.Actor().MemberId;
        var claim = await db.ProfileClaims.Include(c => c.Profile).SingleOrDefaultAsync(c => c.Id == id && c.ById == me, http.RequestAborted);
        if (claim is null)
            return TypedResults.NotFound();
        if (claim.End is null)
            claim.Withdraw(clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/members/{Uri.EscapeDataString(claim.Profile.Handle)}?done=withdrawn");
    }

    private static async Task<IResult> GrantAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MemberTexts> words)
    {
        if (await WaitingAsync(id, http, db) is not { } claim)
            return TypedResults.NotFound();
        var decider = await DeciderAsync(http, db);
        if (claim.End is not null || claim.Profile.MergedIntoId is not null || claim.Profile.ClaimedAt is not null)
            sent.Refuse(Submission.Whole, words["Claim.Decided"]);
        // Where nobody else could, the one who runs the group answers for themselves; the audit log shows it.
        else if (claim.ById == decider.Id && await OthersDecideAsync(db, decider.Id, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Claim.Own"]);
        if (!sent.IsSound)
            return sent.Refused(http, "/desk");
        var now = clock.GetCurrentInstant();
        var merge = claim.Grant(await TalksAsync(db, claim.ProfileId, http.RequestAborted), decider, now);
        db.Add(merge);
        await db.MoveActsAsync(merge, http.RequestAborted);
        db.Add(new AuditEntry(AuditActs.ClaimGranted, decider.Id, claim.ById, claim.Profile.Handle, null, null, now));
        // Who else said the same of this profile was not right.
        foreach (var other in await db.ProfileClaims.Where(c => c.ProfileId == claim.ProfileId && c.Id != id && c.End == null).ToListAsync(http.RequestAborted))
            other.Decline(null, decider, now);
        return await SaveAsync(sent, http, db, words, "/desk?done=granted");
    }

    private static async Task<IResult> RefuseAsync(int id, Submission<AnswerForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MemberTexts> words)
    {
        if (await WaitingAsync(id, http, db) is not { } claim)
            return TypedResults.NotFound();
        if (claim.End is not null)
            sent.Refuse(Submission.Whole, words["Claim.Decided"]);
        if (!sent.IsSound)
            return sent.Refused(http, "/desk");
        var decider = await DeciderAsync(http, db);
        var now = clock.GetCurrentInstant();
        claim.Decline(sent.Form.Answer, decider, now);
        db.Add(new AuditEntry(AuditActs.ClaimDeclined, decider.Id, claim.ById, claim.Profile.Handle, null, claim.Answer, now));
        return await SaveAsync(sent, http, db, words, "/desk?done=declined");
    }

    /// <summary>The talks that a profile shares, with their presenters.</summary>
    internal static Task<List<Talk>> TalksAsync(WhalepaperDb db, int memberId, CancellationToken cancellation) =>
        db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Where(t => t.Presenters.Any(p => p.MemberId == memberId)).ToListAsync(cancellation);

    /// <summary>Whether somebody else could decide, so that nobody need answer for themselves.</summary>
    internal static Task<bool> OthersDecideAsync(WhalepaperDb db, int memberId, CancellationToken cancellation) =>
        db.Members.AnyAsync(m => m.Role != Role.None && m.Id != memberId, cancellation);

    /// <summary>Who decides.</summary>
    internal static Task<Member> DeciderAsync(HttpContext http, WhalepaperDb db)
    {
        var id = http.Actor().MemberId;
        return db.Members.SingleAsync(m => m.Id == id, http.RequestAborted);
    }

    private static Task<ProfileClaim?> WaitingAsync(int id, HttpContext http, WhalepaperDb db) =>
        db.ProfileClaims.Include(c => c.Profile).Include(c => c.By).SingleOrDefaultAsync(c => c.Id == id, http.RequestAborted);

    private static async Task<IResult> SaveAsync(Submission sent, HttpContext http, WhalepaperDb db, IStringLocalizer<MemberTexts> words, string path)
    {
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
            return sent.Done(path);
        }
        catch (DbUpdateException)
        {
            // Of two who decide at the same moment, the second is told.
            sent.Refuse(Submission.Whole, words["Claim.Decided"]);
            return sent.Refused(http, "/desk");
        }
    }
}

/// <summary>A claim.</summary>
/// <param name="Word">How the committee can tell.</param>
public sealed record ClaimForm([Longest(ProfileClaim.WordMaximum), Lines] string? Word);

/// <summary>A word to who claimed.</summary>
/// <param name="Answer">The word.</param>
public sealed record AnswerForm([Longest(ProfileClaim.WordMaximum), Lines] string? Answer);
