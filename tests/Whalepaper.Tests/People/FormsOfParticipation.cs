using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members;

namespace Whalepaper.Tests.People;

/// <summary>The forms about what counts, and by what it is measured.</summary>
internal static class FormsOfParticipation
{
    private static readonly string[] days = ["abc", "-1", "2026-13-45", "1999-01-01"];

    private static readonly string[] policyFields = ["talks", "attendance", "missed", "grace", "hysteresis", "free", "exempt"];

    private static readonly (string Field, string[] Values)[] policyWrong =
    [
        ("talks", [.. BadWords.Numbers, "21"]), ("attendance", [.. BadWords.Numbers, "101"]), ("missed", BadWords.Choices), ("grace", [.. BadWords.Numbers, "121"]), ("hysteresis", [.. BadWords.Numbers, "49"]), ("free", [.. BadWords.Numbers, "51"]), ("exempt", BadWords.Choices),
    ];

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/members/{handle}/participation/{topic:int}/entries", stage => WriteAsync(stage)) { ForPrograms = true, Needs = ["points", "track", "reason"], Wrong = [("points", ["abc", "0", "101", "-100.5", "0.3", "<b>"]), ("track", BadWords.Choices)] },
        new("DELETE", "/participation/entries/{id:int}", async stage =>
        {
            var filled = await WriteAsync(stage);
            await filled.Session.SendAsync("POST", filled.Path, filled.Fields);
            return filled with { Path = $"/participation/entries/{await stage.Site.WithAsync(db => db.ManualEntries.MaxAsync(m => m.Id))}", Fields = [] };
        })
        { ForPrograms = true },
        new("POST", "/me/participation/{topic:int}/disputes", stage => stage.AsComerAsync("/me/participation/5/disputes", ("words", "I was there.\nReally."))) { ForPrograms = true, Needs = ["words"], Wrong = [("entry", [.. BadWords.Numbers, "0"])] },
        new("PUT", "/participation/disputes/{id:int}/answer", async stage =>
        {
            var filled = await stage.AsComerAsync("/me/participation/5/disputes", ("words", "I was there."));
            await filled.Session.SendAsync("POST", filled.Path, filled.Fields);
            return await stage.AsAsync("committee", $"/participation/disputes/{await stage.Site.WithAsync(db => db.LedgerDisputes.MaxAsync(d => d.Id))}/answer", ("outcome", "upheld"), ("answer", "You were not.\nSorry."));
        })
        { ForPrograms = true, Needs = ["outcome", "answer"], Wrong = [("outcome", BadWords.Choices)] },
        new("PUT", "/meetings/{id:int}/excuse", ExcuseAsync) { ForPrograms = true },
        new("DELETE", "/meetings/{id:int}/excuse", async stage =>
        {
            var filled = await ExcuseAsync(stage);
            await filled.Session.SendAsync("PUT", filled.Path, filled.Fields);
            return filled with { Fields = [] };
        })
        { ForPrograms = true },
        new("PUT", "/members/{handle}/excuses/{meeting:int}", AcceptAsync) { ForPrograms = true, Needs = ["reason"] },
        new("DELETE", "/members/{handle}/excuses/{meeting:int}", async stage =>
        {
            var filled = await AcceptAsync(stage);
            await filled.Session.SendAsync("PUT", filled.Path, filled.Fields);
            return filled with { Fields = [] };
        })
        { ForPrograms = true },
        new("POST", "/members/{handle}/leaves", LeaveAsync) { ForPrograms = true, Needs = ["from", "to", "reason"], Wrong = [("from", days), ("to", [.. days, "2029-01-01"])] },
        new("DELETE", "/members/{handle}/leaves/{id:int}", async stage =>
        {
            var filled = await LeaveAsync(stage);
            await filled.Session.SendAsync("POST", filled.Path, filled.Fields);
            return filled with { Path = $"{filled.Path}/{await stage.Site.WithAsync(db => db.AwayDays.MaxAsync(d => d.Id))}", Fields = [] };
        })
        { ForPrograms = true },
        new("PUT", "/members/{handle}/waivers/{topic:int}", stage => AboutComerAsync(stage, "committee", "waivers/5", ("reason", "Ill."))) { ForPrograms = true, Needs = ["reason"] },
        new("DELETE", "/members/{handle}/waivers/{topic:int}", stage => TakenAsync(stage, "committee", "waivers/5")) { ForPrograms = true },
        new("PUT", "/members/{handle}/lock", stage => AboutComerAsync(stage, "organizer", "lock", ("reason", "Founder."))) { ForPrograms = true, Needs = ["reason"] },
        new("DELETE", "/members/{handle}/lock", stage => TakenAsync(stage, "organizer", "lock")) { ForPrograms = true },
        new("PUT", "/settings/policy", stage => PolicyAsync(stage, "/settings/policy")) { ForPrograms = true, Needs = policyFields, Wrong = policyWrong },
        new("PUT", "/settings/policy/trial", stage => PolicyAsync(stage, "/settings/policy/trial")) { Needs = policyFields, Wrong = policyWrong },
    ];

    private static Task<Filled> WriteAsync(Stage stage) =>
        AboutComerAsync(stage, "committee", "participation/5/entries", ("points", "2.5"), ("track", "nlp"), ("reason", "Led the chat."), ("key", $"key{stage.Next()}"));

    private static async Task<Filled> ExcuseAsync(Stage stage)
    {
        var (session, id, _) = await stage.ComeAsync(Standing.Inner);
        return new Filled(session, id, $"/meetings/{await HeldAsync(stage)}/excuse", ("word", "I was ill."));
    }

    private static async Task<Filled> AcceptAsync(Stage stage)
    {
        var name = (await stage.ComeAsync(Standing.Inner)).Name;
        return await stage.AsAsync("committee", $"/members/{name}/excuses/{await HeldAsync(stage)}", ("reason", "Ill."));
    }

    // A meeting that is over, and at which the committee was: everybody belonged to the group by then.
    private static Task<int> HeldAsync(Stage stage) => stage.Site.WithAsync(async db =>
    {
        var (now, list) = (stage.Site.Clock.GetCurrentInstant(), await db.TopicTracks.SingleAsync(l => l.Track.Code == "nlp" && l.Topic.Number == 5));
        await db.Members.Where(m => m.StandingSince != null).ExecuteUpdateAsync(set => set.SetProperty(m => m.StandingSince, now - Duration.FromDays(100)));
        var meeting = new Meeting(list.TopicId, list.TrackId, new LocalDate(2005, 1, 1).PlusDays(stage.Next()), now - Duration.FromHours(3), 60, now);
        db.Add(meeting);
        await db.SaveChangesAsync();
        db.Add(Attendance.OnList(meeting, stage.House["committee"], stage.House["organizer"], now));
        await db.SaveChangesAsync();
        return meeting.Id;
    });

    private static Task<Filled> PolicyAsync(Stage stage, string path) =>
        stage.AsAsync("organizer", path, ("talks", $"{2 + (stage.Next() % 18)}"), ("attendance", "40"), ("missed", "any"), ("grace", "7"), ("hysteresis", "80"), ("free", "1"), ("exempt", "organizer"));

    private static Task<Filled> LeaveAsync(Stage stage) => AboutComerAsync(stage, "committee", "leaves", ("from", "2026-12-01"), ("to", "2026-12-31"), ("reason", "A child was born."));

    private static async Task<Filled> AboutComerAsync(Stage stage, string by, string what, params (string Name, string Value)[] fields) =>
        await stage.AsAsync(by, $"/members/{(await stage.ComeAsync(Standing.Inner)).Name}/{what}", fields);

    private static async Task<Filled> TakenAsync(Stage stage, string by, string what)
    {
        var filled = await AboutComerAsync(stage, by, what, ("reason", "A reason."));
        await filled.Session.SendAsync("PUT", filled.Path, filled.Fields);
        return filled with { Fields = [] };
    }
}
