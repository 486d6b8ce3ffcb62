using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Talks.Claiming;

namespace Whalepaper.Tests.People;

/// <summary>The forms of a meeting while it is held.</summary>
internal static class FormsOfHour
{
    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/meetings/{id:int}/session", async stage => await stage.AsAsync("committee", $"/meetings/{(await stage.HourAsync(opened: false)).Meeting}/session")) { ForPrograms = true },
        new("DELETE", "/meetings/{id:int}/session", async stage => await stage.AsAsync("committee", $"/meetings/{(await stage.HourAsync()).Meeting}/session")) { ForPrograms = true },
        new("POST", "/meetings/{id:int}/session/reopening", async stage =>
        {
            var (meeting, _, _) = await stage.HourAsync();
            var filled = await stage.AsAsync("committee", $"/meetings/{meeting}/session/reopening");
            await filled.Session.SendAsync("DELETE", $"/meetings/{meeting}/session");
            return filled;
        })
        { ForPrograms = true },
        new("POST", "/meetings/{id:int}/session/extension", async stage => await stage.AsAsync("committee", $"/meetings/{(await stage.HourAsync()).Meeting}/session/extension", ("minutes", "10")))
        {
            ForPrograms = true, Needs = ["minutes"], Wrong = [("minutes", [.. BadWords.Numbers, "4", "61"])],
        },
        new("POST", "/meetings/{id:int}/session/code", async stage => await stage.AsAsync("committee", $"/meetings/{(await stage.HourAsync()).Meeting}/session/code")) { ForPrograms = true },
        new("PUT", "/meetings/{id:int}/session/place", async stage =>
        {
            var (meeting, talk, _) = await stage.HourAsync();
            return await stage.AsAsync("committee", $"/meetings/{meeting}/session/place", ("talk", $"{talk}"), ("part", "0"));
        })
        {
            ForPrograms = true, Wrong = [("talk", [.. BadWords.Numbers, "0"]), ("part", [.. BadWords.Numbers, "99"])],
        },
        new("POST", "/meetings/{id:int}/attendance", async stage =>
        {
            var (meeting, _, _) = await stage.HourAsync();
            var (session, id, _) = await stage.ComeAsync(Standing.Inner);
            return new Filled(session, id, $"/meetings/{meeting}/attendance", ("code", await stage.Site.WithAsync(db => db.Sessions.Where(s => s.MeetingId == meeting).Select(s => s.Code).SingleAsync())));
        })
        {
            ForPrograms = true, Needs = ["code"], Wrong = [("code", ["ABCDE", "0", "<b>"])],
        },
        new("PUT", "/meetings/{id:int}/attendance/{handle}", async stage => await stage.AsAsync("committee", $"/meetings/{(await stage.HourAsync()).Meeting}/attendance/inner")) { ForPrograms = true },
        new("DELETE", "/meetings/{id:int}/attendance/{handle}", async stage =>
        {
            var filled = await stage.AsAsync("committee", $"/meetings/{(await stage.HourAsync()).Meeting}/attendance/inner");
            await filled.Session.SendAsync("PUT", filled.Path);
            return filled;
        })
        { ForPrograms = true },
        new("PUT", "/talks/{id:int}/presenters/{handle}/absence", stage => AtTalkAsync(stage, "absence")) { ForPrograms = true },
        new("DELETE", "/talks/{id:int}/presenters/{handle}/absence", async stage =>
        {
            var filled = await AtTalkAsync(stage, "absence");
            await filled.Session.SendAsync("PUT", filled.Path);
            return filled;
        })
        { ForPrograms = true },
        new("POST", "/talks/{id:int}/presenters/{handle}/replacement", stage => AtTalkAsync(stage, "replacement")) { ForPrograms = true },
    ];

    private static async Task<Filled> AtTalkAsync(Stage stage, string resource)
    {
        var (meeting, talk, handle) = await stage.HourAsync();
        await stage.Site.WithAsync(async db =>
        {
            db.Add(new Standby(meeting, await db.Members.SingleAsync(m => m.Id == stage.House["inner"]), stage.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        return await stage.AsAsync("committee", $"/talks/{talk}/presenters/{handle}/{resource}");
    }
}
