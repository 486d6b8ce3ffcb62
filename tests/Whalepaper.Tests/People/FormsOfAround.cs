using Microsoft.EntityFrameworkCore;

namespace Whalepaper.Tests.People;

/// <summary>The forms around meetings: who comes, the way in, the recording, the minutes.</summary>
internal static class FormsOfAround
{
    private static readonly (string Field, string[] Values)[] wrong = [("pasted", ["See you tonight", "javascript:alert(1)"]), ("link", ["abc", "javascript:alert(1)", "ftp://example.org", "https://a:b@zoom.us/j/1"])];

    private static readonly (string Name, string Value)[] parts = [("pasted", ""), ("link", "https://meeting.tencent.com/dm/abc"), ("number", "123-456-789"), ("passcode", "2021")];

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("PUT", "/meetings/{id:int}/coming", async stage => await stage.AsAsync("inner", $"/meetings/{await stage.DateAsync()}/coming", ("coming", "no")))
        {
            ForPrograms = true, Needs = ["coming"], Wrong = [("coming", BadWords.Choices)],
        },
        new("PUT", "/meetings/{id:int}/join-link", async stage => await stage.AsAsync("committee", $"/meetings/{await stage.DateAsync()}/join-link", parts)) { ForPrograms = true, Wrong = wrong },
        new("DELETE", "/meetings/{id:int}/join-link", async stage => await stage.AsAsync("committee", $"/meetings/{await stage.DateAsync()}/join-link")) { ForPrograms = true },
        new("PUT", "/tracks/{code}/join-link", stage => stage.AsAsync("organizer", "/tracks/nlp/join-link", parts)) { ForPrograms = true, Wrong = wrong },
        new("DELETE", "/tracks/{code}/join-link", stage => stage.AsAsync("organizer", "/tracks/nlp/join-link")) { ForPrograms = true },
        new("PUT", "/meetings/{id:int}/recording", async stage => await stage.AsAsync("committee", $"/meetings/{await HeldAsync(stage)}/recording", ("recording", "https://www.bilibili.com/video/1")))
        {
            ForPrograms = true, ByOffice = true, Needs = ["recording"], Wrong = [("recording", ["abc", "javascript:alert(1)", "/me"])],
        },
        new("DELETE", "/meetings/{id:int}/recording", async stage => await stage.AsAsync("committee", $"/meetings/{await HeldAsync(stage)}/recording")) { ForPrograms = true },
        new("PUT", "/meetings/{id:int}/minutes", async stage => await stage.AsAsync("committee", $"/meetings/{await HeldAsync(stage)}/minutes", ("text", "## What was said\n\n- Much"), ("read", "0")))
        {
            ForPrograms = true, ByOffice = true, Needs = ["text"], Wrong = [("read", ["abc", "-1", "99"])],
        },
        new("PUT", "/meetings/{id:int}/minutes/edit", async stage => await stage.AsAsync("committee", $"/meetings/{await HeldAsync(stage)}/minutes/edit", ("text", "## What was said\n\n- Much"), ("read", "0")))
        {
            Needs = ["text"], Wrong = [("read", ["abc", "-1"])],
        },
    ];

    private static async Task<int> HeldAsync(Stage stage)
    {
        var talk = await stage.BegunAsync();
        return await stage.Site.WithAsync(db => db.Talks.Where(t => t.Id == talk).Select(t => t.MeetingId!.Value).SingleAsync());
    }
}
