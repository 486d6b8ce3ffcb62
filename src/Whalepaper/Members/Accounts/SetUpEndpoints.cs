using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>The first hour of a house: its organizer, the group's name, and with what it begins.</summary>
public static class SetUpEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapSetUp(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("POST", "/set-up/{key}", Act.Enter, SetUpAsync);
    }

    private static async Task<IResult> SetUpAsync(
        string key, Submission<SetUpForm> sent, HttpContext http, WhalepaperDb db, NewMember members, Doorway doorway, CharterImport import, IClock clock,
        IPasswordHasher<Account> hasher, IStringLocalizer<AccountTexts> words, IStringLocalizer<MemberTexts> people)
    {
        var form = sent.Form;
        var hash = SecretKey.Hash(key);
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.KeyHash == hash && i.Role == Role.Organizer && i.ById == null && !db.Members.Any(m => m.Role == Role.Organizer), http.RequestAborted);
        if (invitation?.IsOpen(clock.GetCurrentInstant()) is not true)
            return new SeeOther($"/set-up/{Uri.EscapeDataString(key)}");
        var group = await db.Groups.SingleOrDefaultAsync(g => g.Id == Group.TheOne, http.RequestAborted);
        Check(form, sent, group is not null, words, people);
        if (sent.IsSound && await members.IsKnownAsync(form.Email!.Trim(), http.RequestAborted))
            sent.Refuse("email", words["SetUp.Email.Known"]);
        if (!sent.IsSound)
            return sent.Refused(http);

        await using (var whole = await db.BeginWritingAsync(http.RequestAborted))
        {
            var account = await members.MakeAsync(form.Name!.Trim(), form.Email!.Trim(), hasher.HashPassword(null!, form.Password!), invitation, http.RequestAborted);
            // A group that is there already has its zone and language, and its form does not ask for them.
            if (group is null)
            {
                account.Member.LiveIn(form.Language, form.Zone);
                db.Add(new Group(OneLine.Of(form.Group!), form.Zone!, form.Language!, clock.GetCurrentInstant()));
            }

            db.Add(new AuditEntry(AuditActs.SetUp, account.MemberId, null, null, null, group is null ? $"{form.Group!.Trim()}, {form.Zone}, {form.Language}" : null, clock.GetCurrentInstant()));
            await db.SaveChangesAsync(http.RequestAborted);
            doorway.Way = SignInWay.Link;
            await doorway.SignInAsync(account, isPersistent: true);
            await whole.CommitAsync(http.RequestAborted);
        }

        if (group is null && form.Beginning is "template")
            await import.RunAsync(await CharterTemplate.OrderAsync(form.Language!, form.Group!.Trim(), http.RequestAborted), cancellation: http.RequestAborted);
        return new SeeOther(group is null && form.Beginning is "readme" ? "/charter/import?done=set-up" : "/me?done=set-up");
    }

    private static void Check(SetUpForm form, Submission sent, bool hasGroup, IStringLocalizer<AccountTexts> words, IStringLocalizer<MemberTexts> people)
    {
        sent.RequireName(form.Name, people);
        sent.RequireEmail(form.Email, words);
        sent.RequirePassword(form.Password, form.Email, words);
        if (hasGroup)
            return;
        if (string.IsNullOrWhiteSpace(form.Group))
            sent.Refuse("group", words["SetUp.Group.Missing"]);
        if (ViewerReading.FindZone(form.Zone) is null)
            sent.Refuse("zone", words["Join.Zone.Unknown"]);
        if (form.Language is not ("zh-CN" or "en"))
            sent.Refuse("language", words["SetUp.Language.Missing"]);
        if (form.Beginning is not ("template" or "readme" or "empty"))
            sent.Refuse("beginning", words["SetUp.Beginning.Missing"]);
    }
}

/// <summary>What the first organizer fills in.</summary>
/// <param name="Name">What the group calls them.</param>
/// <param name="Email">Their address.</param>
/// <param name="Password">Their password.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Zone">The tzdb zone in which its weekly hours are meant.</param>
/// <param name="Language">The language of its own words.</param>
/// <param name="Beginning">With what it begins: <c>template</c>, <c>readme</c> or <c>empty</c>.</param>
public sealed record SetUpForm(
    [Longest(PersonName.Maximum)] string? Name, [Longest(Credentials.LongestAddress)] string? Email, [Secret] string? Password, [Longest(80)] string? Group, string? Zone, string? Language, string? Beginning);
