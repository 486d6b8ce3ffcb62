using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Talks;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Me;

/// <summary>Taking one's data along, and leaving.</summary>
public static class LeaveEndpoints
{
    /// <summary>Adds the file and the command.</summary>
    public static void MapLeaving(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Pages.MapFile("/me/data.zip", PackAsync).WithMetadata(new RequiresAttribute(Act.KeepOwnAccount));
        doors.OpenForm("DELETE", "/me", Act.KeepOwnAccount, LeaveAsync);
    }

    private static async Task<IResult> PackAsync(HttpContext http, WhalepaperDb db) =>
        TypedResults.File(await db.OwnDataAsync(http.Actor().MemberId!.Value, http.RequestAborted), "application/zip", $"whalepaper-{Uri.EscapeDataString(http.Actor().Handle)}.zip");

    private static async Task<IResult> LeaveAsync(
        Submission<LeaveForm> sent, HttpContext http, WhalepaperDb db, UserManager<Account> accounts, OwnerProof proof, Doorway doorway, IClock clock, Masthead masthead, IStringLocalizer<MemberTexts> words)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        var me = await db.Members.Include(m => m.Follows).Include(m => m.EarlierFollows).AsSplitQuery().SingleAsync(m => m.Id == account.MemberId, http.RequestAborted);
        if (sent.Form.Sure is not "yes")
            sent.Refuse("sure", words["Leave.Sure.Missing"]);
        await proof.RequireAsync(sent, "current", sent.Form.Current, account, http);
        if (me.Role is Role.Organizer && !await db.Members.AnyAsync(m => m.Role == Role.Organizer && m.Id != me.Id, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Role.LastOrganizer"]);
        if (!sent.IsSound)
            return sent.Refused(http, "/me/data");

        await doorway.SignOutAsync();
        var now = clock.GetCurrentInstant();
        await using var unit = await db.BeginWritingAsync(http.RequestAborted);
        await db.LeaveTalksAsync(me, now, http.RequestAborted);
        await db.LeaveDatesAsync(me.Id, now, http.RequestAborted);
        var number = me.Id.ToString(CultureInfo.InvariantCulture);
        CultureInfo.CurrentUICulture = masthead.Language.Culture;
        me.Leave(words["Leave.Name", number], $"former-{number}", now);
        foreach (var merged in await MergedIntoAsync(db, me.Id, http.RequestAborted))
            merged.LeaveWith(me);
        db.Remove(account);
        db.RemoveRange(await db.Joinings.Where(j => j.Email == account.Email).ToListAsync(http.RequestAborted));
        await db.ForgetRecipientAsync(me.Id, account.Email!, await db.AddressChanges.Where(c => c.AccountId == account.Id).Select(c => c.Email).SingleOrDefaultAsync(http.RequestAborted), http.RequestAborted);
        db.RemoveRange(await db.CalendarKeys.Where(k => k.MemberId == me.Id).ToListAsync(http.RequestAborted));
        foreach (var token in await db.ApiTokens.Where(t => t.MemberId == me.Id && t.RevokedAt == null).ToListAsync(http.RequestAborted))
            token.Revoke(now);
        foreach (var claim in await db.ProfileClaims.Where(c => c.ById == me.Id && c.End == null).ToListAsync(http.RequestAborted))
            claim.Withdraw(now);
        foreach (var proposal in await db.Proposals.Where(p => p.ById == me.Id && p.End == null).ToListAsync(http.RequestAborted))
            proposal.Withdraw(now);
        db.RemoveRange(await db.Wishes.Where(w => w.MemberId == me.Id).ToListAsync(http.RequestAborted));
        db.Add(new AuditEntry(AuditActs.Leave, me.Id, me.Id, null, null, null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        await unit.CommitAsync(http.RequestAborted);
        return new SeeOther("/sign-in?done=left");
    }

    // The profiles that lead to somebody, of whatever names: also those that lead to them by way of another.
    private static async Task<List<Member>> MergedIntoAsync(WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var found = new List<Member>();
        for (var ends = new List<int> { id }; ends.Count > 0;)
        {
            var next = await db.Members.Include(m => m.Follows).Include(m => m.EarlierFollows).AsSplitQuery().Where(m => m.MergedIntoId != null && ends.Contains(m.MergedIntoId.Value)).ToListAsync(cancellation);
            ends = next.Except(found).Select(m => m.Id).ToList();
            found = found.Union(next).ToList();
        }

        return found;
    }
}

/// <summary>Leaving.</summary>
/// <param name="Current">The password.</param>
/// <param name="Sure">Whether it is meant: <c>yes</c>.</param>
public sealed record LeaveForm([Secret] string? Current, string? Sure);
