using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Access;

/// <summary>Where a member stands and what they do for the group, set by hand. The usual way there is an application or a closing.</summary>
public static class StandingEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapStanding(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/members/{handle}/standing", Act.RunInstallation, "setStanding", "Move a member on the ladder, with a reason", MoveAsync);
        doors.Open("PUT", "/members/{handle}/role", Act.RunInstallation, "setRole", "Give an inner member a role, or take it back", AppointAsync);
    }

    private static async Task<IResult> MoveAsync(
        string handle, Submission<StandingForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MemberTexts> words, IStringLocalizer<FormTexts> forms)
    {
        if (await FindAsync(handle, db, http) is not { } member)
            return TypedResults.NotFound();
        var page = Page(handle);
        if (Named<Standing>(sent.Form.Standing) is not { } standing)
        {
            sent.Refuse("standing", forms["Form.Choose"]);
            return sent.Refused(http, page);
        }

        if (string.IsNullOrWhiteSpace(sent.Form.Reason))
            sent.Refuse("reason", words["Standing.Reason.Missing"]);
        await KeepAnOrganizerAsync(sent, "standing", member, standing is Standing.Inner ? member.Role : Role.None, db, http, words);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var before = Said(member);
        var now = clock.GetCurrentInstant();
        member.MoveTo(standing, now);
        if (!string.Equals(before, Said(member), StringComparison.Ordinal))
            db.Add(new AuditEntry(AuditActs.Standing, http.Actor().MemberId, member.Id, sent.Form.Reason!.Trim(), before, Said(member), now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{page}?done=saved");
    }

    private static async Task<IResult> AppointAsync(
        string handle, Submission<RoleForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MemberTexts> words, IStringLocalizer<FormTexts> forms)
    {
        if (await FindAsync(handle, db, http) is not { } member)
            return TypedResults.NotFound();
        var page = Page(handle);
        if (Named<Role>(sent.Form.Role) is not { } role)
        {
            sent.Refuse("role", forms["Form.Choose"]);
            return sent.Refused(http, page);
        }

        if (role is not Role.None && member.Standing is not Standing.Inner)
            sent.Refuse("role", words["Role.OnlyInner"]);
        await KeepAnOrganizerAsync(sent, "role", member, role, db, http, words);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var before = Said(member);
        member.Appoint(role);
        if (!string.Equals(before, Said(member), StringComparison.Ordinal))
            db.Add(new AuditEntry(AuditActs.Role, http.Actor().MemberId, member.Id, null, before, Said(member), clock.GetCurrentInstant()));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{page}?done=saved");
    }

    // A house without an organizer could not be run from inside any more.
    private static async Task KeepAnOrganizerAsync(Submission sent, string field, Member member, Role role, WhalepaperDb db, HttpContext http, IStringLocalizer<MemberTexts> words)
    {
        if (member.Role is Role.Organizer && role is not Role.Organizer && !await db.Members.AnyAsync(m => m.Role == Role.Organizer && m.Id != member.Id, http.RequestAborted))
            sent.Refuse(field, words["Role.LastOrganizer"]);
    }

    private static Task<Member?> FindAsync(string handle, WhalepaperDb db, HttpContext http) =>
        db.Members.SingleOrDefaultAsync(m => m.Handle == handle && m.ClaimedAt != null && m.LeftAt == null, http.RequestAborted);

    // By its name alone: a number is what no person would mean.
    private static T? Named<T>(string? name) where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => string.Equals(value.ToString(), name, StringComparison.OrdinalIgnoreCase)).Select(value => (T?)value).FirstOrDefault();

    private static string Page(string handle) => $"/members/{Uri.EscapeDataString(handle)}";

    private static string Said(Member member) => member.Role is Role.None ? $"{member.Standing}" : $"{member.Standing}, {member.Role}";
}

/// <summary>Where to.</summary>
/// <param name="Standing"><c>open</c>, <c>candidate</c>, <c>inner</c> or <c>former</c>.</param>
/// <param name="Reason">Why; it stands in the audit log.</param>
public sealed record StandingForm(string? Standing, [Longest(500)] string? Reason);

/// <summary>Which role.</summary>
/// <param name="Role"><c>none</c>, <c>committee</c> or <c>organizer</c>.</param>
public sealed record RoleForm(string? Role);
