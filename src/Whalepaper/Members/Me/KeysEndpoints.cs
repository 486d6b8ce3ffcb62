using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Me;

/// <summary>What a member carries into other programs: the address of their own calendar, and tokens.</summary>
public static class KeysEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapKeys(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/me/calendar-key", Act.KeepOwnAccount, "renewCalendar", "Make a new address for one's own calendar; the old one stops", RenewCalendarAsync);
        doors.Open("DELETE", "/me/calendar-key", Act.KeepOwnAccount, "endCalendar", "Let one's own calendar stop", EndCalendarAsync);
        doors.OpenForm("POST", "/me/tokens", Act.KeepOwnAccount, MakeTokenAsync);
        doors.Open("DELETE", "/me/tokens/{id:int}", Act.KeepOwnAccount, "revokeToken", "Revoke one of one's tokens", RevokeTokenAsync);
    }

    private static async Task<IResult> RenewCalendarAsync(Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, PublicAddress house)
    {
        var me = http.Actor().MemberId!.Value;
        var key = SecretKey.Make();
        var now = clock.GetCurrentInstant();
        if (await db.CalendarKeys.SingleOrDefaultAsync(k => k.MemberId == me, http.RequestAborted) is { } kept)
            kept.Renew(SecretKey.Hash(key), now);
        else
            db.Add(new CalendarKey(me, SecretKey.Hash(key), now));
        await db.SaveChangesAsync(http.RequestAborted);
        return Show(sent, http, new ShownKey(house.Of($"/calendars/{key}.ics"), null));
    }

    private static async Task<IResult> EndCalendarAsync(Submission<NoForm> sent, HttpContext http, WhalepaperDb db)
    {
        var me = http.Actor().MemberId;
        db.RemoveRange(await db.CalendarKeys.Where(k => k.MemberId == me).ToListAsync(http.RequestAborted));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/me/keys?done=saved");
    }

    private static async Task<IResult> MakeTokenAsync(
        Submission<TokenForm> sent, HttpContext http, WhalepaperDb db, UserManager<Account> accounts, OwnerProof proof, IClock clock, IStringLocalizer<MemberTexts> words, IStringLocalizer<FormTexts> forms)
    {
        var me = http.Actor().MemberId!.Value;
        var scope = ScopeOf(sent.Form.Scope);
        if (string.IsNullOrWhiteSpace(sent.Form.TokenName))
            sent.Refuse("tokenName", forms["Form.Missing"]);
        // What the committee may, only a token of its members can be made for.
        if (scope is null || (scope is TokenScope.Manage && !http.Actor().May(Act.DoCommitteeWork)))
            sent.Refuse("scope", forms["Form.Choose"]);
        if (!int.TryParse(sent.Form.Days is { Length: > 0 } typed ? typed : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > 3660)
            sent.Refuse("days", words["Token.Days.Wrong"]);
        // One that is over is not in the list any more, where it could be revoked to make room.
        var now = clock.GetCurrentInstant();
        if (await db.ApiTokens.CountAsync(t => t.MemberId == me && t.RevokedAt == null && (t.ExpiresAt == null || t.ExpiresAt > now), http.RequestAborted) >= ApiToken.Most)
            sent.Refuse("tokenName", words["Token.Many", ApiToken.Most]);
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        await proof.RequireUnlessFreshAsync(sent, "tokenPassword", sent.Form.TokenPassword, account, http);
        if (!sent.IsSound)
            return sent.Refused(http, "/me/keys");
        var key = await MakeAsync(db, clock, me, me, sent.Form.TokenName!, scope!.Value, days, http.RequestAborted);
        return Show(sent, http, new ShownKey(null, key));
    }

    private static async Task<IResult> RevokeTokenAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var me = http.Actor().MemberId;
        var token = await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == id && t.MemberId == me, http.RequestAborted);
        if (token is null)
            return TypedResults.NotFound();
        if (token.RevokedAt is null)
        {
            token.Revoke(clock.GetCurrentInstant());
            db.Add(new AuditEntry(AuditActs.TokenRevoked, me, me, token.Name, null, null, clock.GetCurrentInstant()));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done("/me/keys?done=saved");
    }

    /// <summary>Makes a token, and gives its key, which is kept nowhere.</summary>
    /// <param name="db">The database.</param>
    /// <param name="clock">Tells the present.</param>
    /// <param name="memberId">In whose name it acts.</param>
    /// <param name="byId">Who makes it; null for the command line.</param>
    /// <param name="name">What its owner calls it.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="days">How many days it works; 0 for as long as nobody revokes it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<string> MakeAsync(WhalepaperDb db, IClock clock, int memberId, int? byId, string name, TokenScope scope, int days, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetCurrentInstant();
        var key = $"wp_{SecretKey.Make()}";
        db.Add(new ApiToken(memberId, name, SecretKey.Hash(key), scope, now, days == 0 ? null : now + Duration.FromDays(days)));
        db.Add(new AuditEntry(AuditActs.Token, byId, memberId, name.Trim(), null, scope.ToString(), now));
        await db.SaveChangesAsync(cancellation);
        return key;
    }

    /// <summary>A scope by the word of forms and of the command line.</summary>
    public static TokenScope? ScopeOf(string? word) => word switch
    {
        "read" => TokenScope.Read,
        "write" => TokenScope.Write,
        "manage" => TokenScope.Manage,
        _ => null,
    };

    // It is shown once, in the answer itself: we keep its hash alone.
    private static IResult Show(Submission sent, HttpContext http, ShownKey key)
    {
        if (sent.IsJson)
            return TypedResults.Ok(new { address = key.Calendar });
        http.Features.Set(key);
        http.Request.Path = "/me/keys";
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<App>();
    }

    /// <summary>A key that was made a moment ago.</summary>
    internal sealed record ShownKey(string? Calendar, string? Token);
}

/// <summary>A token.</summary>
/// <param name="TokenName">What its owner calls it.</param>
/// <param name="Scope"><c>read</c>, <c>write</c> or <c>manage</c>.</param>
/// <param name="Days">How many days it works; nothing for as long as nobody revokes it.</param>
/// <param name="TokenPassword">The account's password, unless they signed in a moment ago.</param>
public sealed record TokenForm([Longest(ApiToken.NameMaximum)] string? TokenName, string? Scope, string? Days, [Secret] string? TokenPassword);
