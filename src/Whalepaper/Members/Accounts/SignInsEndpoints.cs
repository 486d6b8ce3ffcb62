using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Members.Accounts;

/// <summary>The browsers in which a member is signed in, and how to end that from afar.</summary>
public static class SignInsEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapSignIns(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("DELETE", "/me/account/sign-ins", Act.KeepOwnAccount, EndOthersAsync);
        doors.OpenForm("DELETE", "/me/account/sign-ins/{id:int}", Act.KeepOwnAccount, EndAsync);
    }

    private static async Task<IResult> EndAsync(int id, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var me = http.Actor().MemberId;
        var signIn = await db.SignIns.SingleOrDefaultAsync(s => s.Id == id && db.Accounts.Any(a => a.Id == s.AccountId && a.MemberId == me), http.RequestAborted);
        if (signIn is null)
            return TypedResults.NotFound();
        signIn.End(clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return new SeeOther("/me/account?done=saved");
    }

    private static async Task<IResult> EndOthersAsync(HttpContext http, WhalepaperDb db, Doorway doorway)
    {
        var me = http.Actor().MemberId;
        var account = await db.Accounts.Where(a => a.MemberId == me).Select(a => a.Id).SingleAsync(http.RequestAborted);
        await doorway.EndOthersAsync(account, http.Actor().SignInId, http.RequestAborted);
        return new SeeOther("/me/account?done=saved");
    }
}
