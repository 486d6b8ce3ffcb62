using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Notices;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>The way in: a form, a letter, a button.</summary>
public static class JoinEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapJoin(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("POST", "/join", Act.Enter, AskAsync);
        doors.OpenForm("POST", "/join/{key}", Act.Enter, EnterAsync);
    }

    private static async Task<IResult> AskAsync(
        Submission<JoinForm> sent, HttpContext http, WhalepaperDb db, NewMember members, Postbox postbox, PublicAddress house, EntryThrottle throttle, IClock clock, Masthead masthead,
        IPasswordHasher<Account> hasher, IStringLocalizer<AccountTexts> words, IStringLocalizer<MemberTexts> people, IStringLocalizer<FormTexts> forms)
    {
        var form = sent.Form;
        sent.RequireName(form.Name, people);
        sent.RequireEmail(form.Email, words);
        sent.RequirePassword(form.Password, form.Email, words);
        if (form.Promise is not "yes")
            sent.Refuse("promise", words["Join.Promise.Missing"]);
        if (form.Zone is { Length: > 0 } zone && ViewerReading.FindZone(zone) is null)
            sent.Refuse("zone", words["Join.Zone.Unknown"]);
        if (form.Language is not (null or "" or "zh-CN" or "en"))
            sent.Refuse("language", forms["Form.Choose"]);
        var tracks = await db.Tracks.Where(t => form.Tracks.Contains(t.Code)).Select(t => t.Id).ToListAsync(http.RequestAborted);
        if (tracks.Count != form.Tracks.Distinct(StringComparer.Ordinal).Count())
            sent.Refuse("tracks", words["Join.Tracks.Unknown"]);
        var invitation = await InvitationAsync(db, form.Invitation, clock, http.RequestAborted);
        if (form.Invitation is { Length: > 0 } && invitation is null)
            sent.Refuse(Submission.Whole, words["Invitation.Closed"]);
        if (sent.IsSound && !await throttle.AdmitsAsync(http, EntryPurpose.LetterTo, form.Email?.Trim()))
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
        if (!sent.IsSound)
            return sent.Refused(http);

        var email = form.Email!.Trim();
        var key = SecretKey.Make();
        // Made whether it is needed or not: the answer must not come sooner for an address that has an account.
        var asked = new Joining(SecretKey.Hash(key), form.Name!.Trim(), email, hasher.HashPassword(null!, form.Password!), clock.GetCurrentInstant());
        asked.Wish(tracks, form.Language is { Length: > 0 } ? form.Language : null, form.Zone is { Length: > 0 } ? form.Zone : null);
        if (invitation is not null)
            asked.ComeBy(invitation);
        // What nobody proved in time is nobody's business any more.
        var dead = clock.GetCurrentInstant() - Joining.Lasts;
        await db.Joinings.Where(j => j.At < dead).ExecuteDeleteAsync(http.RequestAborted);
        if (await members.IsKnownAsync(email, http.RequestAborted))
        {
            await postbox.PostAsync(email, words["Letter.Known.Subject", masthead.Name], words["Letter.Known.Text", masthead.Name, house.Of("/sign-in")], house.Of("/sign-in"), http.RequestAborted);
        }
        else
        {
            db.Add(asked);
            await postbox.PostAsync(email, words["Letter.Join.Subject", masthead.Name], words["Letter.Join.Text", masthead.Name, house.Of($"/join/{key}")], house.Of($"/join/{key}"), http.RequestAborted);
        }

        await db.SaveChangesAsync(http.RequestAborted);
        JoinCookie.Give(http, asked.KeyHash);
        return new SeeOther("/join?done=posted");
    }

    private static async Task<IResult> EnterAsync(
        string key, Submission<EnterForm> sent, HttpContext http, WhalepaperDb db, NewMember members, Doorway doorway, EntryThrottle throttle, IPasswordHasher<Account> hasher, IClock clock, IStringLocalizer<AccountTexts> words)
    {
        var hash = SecretKey.Hash(key);
        var now = clock.GetCurrentInstant();
        var asked = await db.Joinings.SingleOrDefaultAsync(j => j.KeyHash == hash, http.RequestAborted);
        if (asked is null || !asked.IsOpen(now))
            return new SeeOther(Page(key));
        if (!JoinCookie.IsOf(http, hash))
        {
            if (!await throttle.AdmitsAsync(http, EntryPurpose.Join, hash))
                sent.Refuse("password", words["SignIn.TooOften"]);
            else if (hasher.VerifyHashedPassword(null!, asked.PasswordHash, sent.Form.Password ?? "") is PasswordVerificationResult.Failed)
                sent.Refuse("password", words["Join.Key.Password.Wrong"]);
        }

        if (!sent.IsSound)
            return sent.Refused(http, Page(key));
        // Who filled in the form twice, and came in by the other letter, has an account already.
        if (await members.IsKnownAsync(asked.Email, http.RequestAborted))
            return new SeeOther("/sign-in");
        var invitation = asked.InvitationId is { } id ? await db.Invitations.SingleAsync(i => i.Id == id, http.RequestAborted) : null;
        if (invitation?.IsOpen(now) is false)
            invitation = null;
        asked.Use(now);
        Account account;
        try
        {
            account = await members.MakeAsync(asked.Name, asked.Email, asked.PasswordHash, invitation, http.RequestAborted);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            // The other press was faster, or somebody else with the same invitation was.
            return new SeeOther(Page(key));
        }

        account.Member.Follow(await db.Tracks.Where(t => asked.TrackIds.Contains(t.Id)).Select(t => t.Id).ToListAsync(http.RequestAborted), now);
        account.Member.LiveIn(asked.Language, asked.ZoneId);
        await db.SaveChangesAsync(http.RequestAborted);
        doorway.Way = SignInWay.Link;
        await doorway.SignInAsync(account, isPersistent: true);
        return new SeeOther("/me?done=joined");
    }

    private static string Page(string key) => $"/join/{Uri.EscapeDataString(key)}";

    private static async Task<Invitation?> InvitationAsync(WhalepaperDb db, string? key, IClock clock, CancellationToken cancellation)
    {
        if (key is not { Length: > 0 })
            return null;
        var hash = SecretKey.Hash(key);
        return await db.Invitations.SingleOrDefaultAsync(i => i.KeyHash == hash, cancellation) is { } invitation && invitation.IsOpen(clock.GetCurrentInstant()) ? invitation : null;
    }
}

/// <summary>What somebody fills in to join.</summary>
/// <param name="Name">What the group will call them.</param>
/// <param name="Email">The address.</param>
/// <param name="Password">The password.</param>
/// <param name="Tracks">Codes of the tracks to follow.</param>
/// <param name="Zone">The tzdb zone in which they live.</param>
/// <param name="Language">How to write to them.</param>
/// <param name="Promise">Whether they have the time: <c>yes</c>.</param>
/// <param name="Invitation">The key of the invitation by which they come.</param>
public sealed record JoinForm(
    [Longest(PersonName.Maximum)] string? Name, [Longest(Credentials.LongestAddress)] string? Email, [Secret] string? Password, string[] Tracks, string? Zone, string? Language, string? Promise,
    [Unseen] string? Invitation);

/// <summary>Coming in by the letter.</summary>
/// <param name="Password">The password that was chosen in the form; asked for in another browser than the form's.</param>
public sealed record EnterForm([Secret] string? Password);
