using Microsoft.AspNetCore.Identity;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Deliveries;

/// <summary>What a member says of their own address.</summary>
public static class PauseEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapPauses(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("DELETE", "/me/account/address/pause", Act.KeepOwnAccount, EndAsync);
    }

    private static async Task<IResult> EndAsync(HttpContext http, WhalepaperDb db, UserManager<Account> accounts, AddressPauses pauses)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        if (await pauses.FindAsync(account.Email, http.RequestAborted) is { } pause)
        {
            await pauses.EndAsync(pause, http.RequestAborted);
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return new SeeOther("/me/account?done=resumed");
    }
}
