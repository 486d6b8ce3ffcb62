using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Preferences;

/// <summary>What a member wants to be told, and in which way.</summary>
public static class NotificationEndpoints
{
    private const string Page = "/me/notifications";

    /// <summary>Adds the command.</summary>
    public static void MapNotifications(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", Page, Act.KeepOwnAccount, "saveNotifications", "Choose what one is told, and in which way: what is not sent is off", SaveAsync);
    }

    /// <summary>Adds the choices for programs.</summary>
    public static void MapNotificationsApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapOne(Page, ReadAsync).WithMetadata(new RequiresAttribute(Act.KeepOwnAccount)).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .WithName("getNotifications").WithTags("Inbox").WithSummary("What one is told, and in which way");
    }

    /// <summary>The kinds that concern somebody: what waits for the committee is a matter of its members, and how the group improves one of the inner group.</summary>
    internal static IReadOnlyList<string> KindsOf(Actor who) =>
        [.. MessageKinds.All.Where(kind => (kind is not MessageKinds.Committee || who.Role is not Role.None) && (kind is not MessageKinds.Improving || who.Standing is Standing.Inner))];

    private static async Task<Results<Ok<OwnNotifications>, ProblemHttpResult>> ReadAsync(HttpContext http, WhalepaperDb db, CancellationToken cancellation) =>
        http.ShowOne(await db.NotificationsOfAsync(http.Actor().MemberId!.Value, KindsOf(http.Actor()), cancellation), "such page", ChangeTags.Deliveries);

    private static async Task<IResult> SaveAsync(
        Submission<NotificationsForm> sent, HttpContext http, WhalepaperDb db, MessagePreferences preferences, IStringLocalizer<FormTexts> forms, IStringLocalizer<AccountTexts> accounts)
    {
        var form = sent.Form;
        var kinds = KindsOf(http.Actor());
        if (form.Inbox.Except(kinds, StringComparer.Ordinal).Any())
            sent.Refuse("inbox", forms["Form.Choose"]);
        if (form.Mail.Except(kinds, StringComparer.Ordinal).Any())
            sent.Refuse("mail", forms["Form.Choose"]);
        var rhythm = DigestChoice.Parse(form.Digest);
        if (rhythm is null && form.Digest is not DigestChoice.None)
            sent.Refuse("digest", forms["Form.Choose"]);
        var muted = await db.Tracks.Where(t => form.Muted.Contains(t.Code)).Select(t => t.Id).ToListAsync(http.RequestAborted);
        if (muted.Count != form.Muted.Distinct(StringComparer.Ordinal).Count())
            sent.Refuse("muted", accounts["Join.Tracks.Unknown"]);
        if (!sent.IsSound)
            return sent.Refused(http);
        await preferences.ChooseAsync(http.Actor().MemberId!.Value, kinds, form.Inbox, form.Mail, rhythm, muted, http.RequestAborted);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(Page + "?done=saved");
    }
}

/// <summary>What a member wants to be told, and in which way.</summary>
/// <param name="Inbox">The kinds that come into the inbox: <c>talk</c>, <c>offer</c>, <c>meeting</c>, <c>plan</c>, <c>notice</c>, <c>improving</c>, <c>committee</c>. The first two do so in any case.</param>
/// <param name="Mail">The kinds that come by mail.</param>
/// <param name="Digest"><c>none</c>, <c>daily</c> or <c>weekly</c>.</param>
/// <param name="Muted">Codes of the tracks of which one wants to hear nothing.</param>
public sealed record NotificationsForm(string[] Inbox, string[] Mail, string? Digest, string[] Muted);
