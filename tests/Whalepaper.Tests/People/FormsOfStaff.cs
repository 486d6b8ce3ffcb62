using System.Text;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Settings;

namespace Whalepaper.Tests.People;

/// <summary>The forms of the committee and of the organizer.</summary>
internal static class FormsOfStaff
{
    private const string Document = "# 鲸读会\n\n## 论文\n\n### Topic 9\n\n#### 自然语言处理\n\n1. [A paper of the ninth topic](https://example.org/9.pdf)\n\n";

    private static readonly (string Field, string[] Values) because = ("because", ["abc", "-1", "987654", "/suggestions/", "99999999999999999999"]);

    private static readonly (string Field, string[] Values)[] hour = [("trackName", [" "]), ("weekday", BadWords.Choices), ("time", [.. BadWords.Times, ""]), ("minutes", [.. BadWords.Numbers, "9", "721", ""]), ("open", ["on", "YES"]), because];

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/claims/{id:int}/grant", async stage => await stage.AsAsync("committee", $"/claims/{(await stage.ClaimAsync()).Claim}/grant")) { ForPrograms = true },
        new("POST", "/claims/{id:int}/refusal", async stage => await stage.AsAsync("committee", $"/claims/{(await stage.ClaimAsync()).Claim}/refusal", ("answer", "It was somebody else.\nSorry."))) { ForPrograms = true },
        new("POST", "/members/{handle}/merges", async stage => await stage.AsAsync("committee", $"/members/{await stage.ArchiveAsync()}/merges", ("into", "inner")))
        {
            ForPrograms = true, Needs = ["into"], Wrong = [("into", [.. BadWords.Choices, "nobody", "organizer%", "/members/%00", "https://house.example/members/%00inner", "/", "@"])],
        },
        new("DELETE", "/merges/{id:int}", async stage =>
        {
            var merge = await stage.AsAsync("committee", $"/members/{await stage.ArchiveAsync()}/merges", ("into", "inner"));
            await merge.Session.SendAsync("POST", merge.Path, merge.Fields);
            return merge with { Path = $"/merges/{await stage.Site.WithAsync(db => db.ProfileMerges.MaxAsync(one => one.Id))}", Fields = [] };
        })
        { ForPrograms = true },
        new("PUT", "/members/{handle}/standing", async stage => await stage.AsAsync("organizer", $"/members/{(await stage.ComeAsync()).Name}/standing", ("standing", "candidate"), ("reason", "a good trial talk")))
        {
            ForPrograms = true, Needs = ["standing", "reason"], Wrong = [("standing", [.. BadWords.Choices, "3", "Open,Inner"]), ("reason", [" "])],
        },
        new("PUT", "/members/{handle}/role", async stage => await stage.AsAsync("organizer", $"/members/{(await stage.ComeAsync(Standing.Inner)).Name}/role", ("role", "committee")))
        {
            ForPrograms = true, Needs = ["role"], Wrong = [("role", [.. BadWords.Choices, "1", "Committee,Organizer"])],
        },
        new("POST", "/invitations", stage => stage.AsAsync("organizer", "/invitations", ("place", "open"))) { ForPrograms = true, Needs = ["place"], Wrong = [("place", [.. BadWords.Choices, "former", "Open"])] },
        new("DELETE", "/invitations/{id:int}", async stage =>
        {
            await stage.InvitationAsync();
            return await stage.AsAsync("organizer", $"/invitations/{await stage.Site.WithAsync(db => db.Invitations.MaxAsync(one => one.Id))}");
        })
        { ForPrograms = true },
        new("PUT", "/settings/group", stage => stage.AsAsync("organizer", "/settings/group", ("name", "鲸读会"), ("zone", "Europe/Berlin"), ("language", "en"), ("linkBase", "https://example.org/papers/")))
        {
            ForPrograms = true,
            Needs = ["name", "zone", "language"],
            Wrong = [("name", [" "]), ("zone", BadWords.Zones), ("language", BadWords.Choices), ("linkBase", ["abc", "javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", "/papers", "https://"]), because],
        },
        new("PUT", "/settings/values", stage => stage.AsAsync(
            "organizer", "/settings/values", [.. SettingsCatalogue.All.Where(setting => setting.Area is not "policy").SelectMany(setting => new[] { ("keys", setting.Key), ("values", setting is YesNoSetting ? "no" : setting.Default) })]))
        {
            ForPrograms = true, Wrong = [because, ("keys", ["no.such", "policy.grace", "<b>"]), ("values", ["abc", "-1", "99999999999999999999", "2026-13-45", "true"])],
        },
        new("POST", "/tracks", stage => stage.AsAsync(
            "organizer", "/tracks", ("code", $"t{stage.Next()}"), ("trackName", "推荐系统"), ("englishName", "Recommendation"), ("weekday", "friday"), ("time", "20:30"), ("minutes", "60"), ("open", "yes")))
        {
            ForPrograms = true, Needs = ["code", "trackName"], Wrong = [.. hour, ("code", ["-x", "a b", "ä", "nlp", "NLP", "a/b", new string('a', 25), "..", "2026_13"])],
        },
        new("PUT", "/tracks/{code}", stage => stage.AsAsync("organizer", "/tracks/cv", ("trackName", "图像处理"), ("englishName", "Vision"), ("weekday", "sunday"), ("time", "20:30"), ("minutes", "90"), ("open", "yes")))
        {
            ForPrograms = true, Needs = ["trackName"], Wrong = hour,
        },
        new("PUT", "/outline", stage => stage.AsAsync(
            "organizer", "/outline", ("titles", "Background"), ("least", "10"), ("most", "20"), ("titles", "Motivation"), ("least", ""), ("most", "")))
        {
            ForPrograms = true, Wrong = [because, ("titles", [new string('a', 121)]), ("least", [.. BadWords.Numbers, "241", "21"])],
        },
        new("POST", "/charter/import", async stage => await stage.AsAsync("organizer", "/charter/import", ("rehearse", "yes")) with { File = ("document", Encoding.UTF8.GetBytes(Document)) })
        {
            Needs = ["document"], Wrong = [("rehearse", ["on", "YES"])], Way = "as a file",
        },
        new("POST", "/charter/import", stage => stage.AsAsync("organizer", "/charter/import", ("text", Document), ("rehearse", "yes")))
        {
            ForPrograms = true, Wrong = [("text", ["no heading at all"]), ("rehearse", ["on", "YES"])], Way = "as text",
        },
    ];
}
