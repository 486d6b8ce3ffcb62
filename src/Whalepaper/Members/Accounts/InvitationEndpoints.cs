using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>Invitations: made and taken back by the organizer, accepted by whoever opens the link.</summary>
public static class InvitationEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapInvitations(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/invitations", Act.RunInstallation, "invite", "Make an invitation; the answer holds its link, once", InviteAsync);
        doors.Open("DELETE", "/invitations/{id:int}", Act.RunInstallation, "revokeInvitation", "Take an invitation back", RevokeAsync);
        doors.OpenForm("POST", "/invitations/{key}", Act.KeepOwnAccount, AcceptAsync);
    }

    private static async Task<IResult> InviteAsync(Submission<InvitationForm> sent, HttpContext http, WhalepaperDb db, IClock clock, PublicAddress house, IStringLocalizer<FormTexts> forms)
    {
        if (Place(sent.Form.Place) is not { } place)
        {
            sent.Refuse("place", forms["Form.Choose"]);
            return sent.Refused(http, "/settings/people");
        }

        if (!sent.IsSound)
            return sent.Refused(http, "/settings/people");
        var now = clock.GetCurrentInstant();
        var key = SecretKey.Make();
        db.Add(new Invitation(SecretKey.Hash(key), place.Standing, place.Role, http.Actor().MemberId, now));
        db.Add(new AuditEntry(AuditActs.Invite, http.Actor().MemberId, null, null, null, sent.Form.Place, now));
        await db.SaveChangesAsync(http.RequestAborted);
        var link = house.Of($"/invitations/{key}");
        if (sent.IsJson)
            return TypedResults.Ok(new { link });
        // The link is shown once, in the answer itself: we keep its hash alone.
        http.Features.Set(new ShownLink(link));
        http.Request.Path = "/settings/people";
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<App>();
    }

    private static async Task<IResult> RevokeAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.Id == id, http.RequestAborted);
        if (invitation is null)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (invitation.IsOpen(now))
        {
            invitation.Revoke(now);
            db.Add(new AuditEntry(AuditActs.Uninvite, http.Actor().MemberId, null, null, $"{invitation.Standing}, {invitation.Role}", null, now));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done("/settings/people?done=saved");
    }

    private static async Task<IResult> AcceptAsync(string key, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var hash = SecretKey.Hash(key);
        var now = clock.GetCurrentInstant();
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.KeyHash == hash, http.RequestAborted);
        if (invitation?.IsOpen(now) is not true)
            return Page(key);
        var id = http.Actor().MemberId;
        var me = await db.Members.SingleAsync(m => m.Id == id, http.RequestAborted);
        var before = $"{me.Standing}, {me.Role}";
        invitation.Accept(me, now);
        db.Add(new AuditEntry(AuditActs.Accept, me.Id, me.Id, null, before, $"{me.Standing}, {me.Role}", now));
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
            return new SeeOther("/me?done=accepted");
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            return Page(key);
        }
    }

    private static SeeOther Page(string key) => new($"/invitations/{Uri.EscapeDataString(key)}");

    /// <summary>The places that one is invited to, by the words of forms and of the command line.</summary>
    public static (Standing Standing, Role Role)? Place(string? word) => word switch
    {
        "open" => (Standing.Open, Role.None),
        "candidate" => (Standing.Candidate, Role.None),
        "inner" => (Standing.Inner, Role.None),
        "committee" => (Standing.Inner, Role.Committee),
        "organizer" => (Standing.Inner, Role.Organizer),
        _ => null,
    };

    /// <summary>A link that was made a moment ago.</summary>
    internal sealed record ShownLink(string Link);
}

/// <summary>An invitation.</summary>
/// <param name="Place"><c>open</c>, <c>candidate</c>, <c>inner</c>, <c>committee</c> or <c>organizer</c>.</param>
public sealed record InvitationForm(string? Place);
