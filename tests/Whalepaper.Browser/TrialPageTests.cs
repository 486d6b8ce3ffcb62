using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Whalepaper.Admission;
using Whalepaper.Admission.Panels;
using Whalepaper.Members;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>A candidate is given a panel, a date and questions, by people whose browsers run no script; and their pages are looked at.</summary>
public sealed class TrialPageTests(House house)
{
    [Fact]
    public async Task A_candidate_is_given_a_panel_a_date_and_questions_without_script()
    {
        var demo = await house.ServeDemoAsync();
        var id = await CandidateAsync(demo);
        await using var organizer = await house.VisitAsync(demo.Address, "en", script: false);
        await organizer.EnterAsync(await demo.LinkAsync("organizer"));
        await organizer.OpenAsync($"/applications/{id}");
        await PressAsync(organizer, "Fill up", "The panel is filled up");
        await organizer.Page.Locator("input[name=meeting]").First.CheckAsync();
        await PressAsync(organizer, "Plan the talk", "The trial talk has its date");
        await organizer.Page.Locator("textarea[name=question]").FillAsync("Why **whales**?");
        await PressAsync(organizer, "Ask", "The question is asked");
        await organizer.Page.Locator("textarea[name=note]").FillAsync("Only mine.");
        await PressAsync(organizer, "Keep the note", "The note is kept");

        await using var candidate = await house.VisitAsync(demo.Address, "en", 360, script: false);
        await candidate.EnterAsync(await demo.LinkAsync("open"));
        await candidate.OpenAsync($"/applications/{id}");
        await Assertions.Expect(candidate.Page.Locator("#questions strong")).ToHaveTextAsync("whales");
        await candidate.Page.Locator("textarea[name=answer]").FillAsync("Because they sing.");
        await PressAsync(candidate, "Answer", "Your answer is on the record");
        await organizer.OpenAsync($"/applications/{id}");
        await Assertions.Expect(organizer.Page.Locator("#questions")).ToContainTextAsync("Because they sing.");
        await organizer.Page.Locator("#questions a", new PageLocatorOptions { HasText = "Follow up" }).ClickAsync();
        await Assertions.Expect(organizer.Page.Locator("select[name=follows]")).Not.ToHaveValueAsync("");
        Directory.CreateDirectory(House.Pictures);
        await LookAsync(demo, id);
    }

    private async Task LookAsync(OwnDemo demo, int id)
    {
        foreach (var (who, language, dark, width) in new[] { ("organizer", "zh-CN", false, 1280), ("organizer", "en", true, 360), ("open", "en", false, 360), ("committee", "zh-CN", true, 1280) })
        {
            await using var visit = await house.VisitAsync(demo.Address, language, width, dark);
            await visit.EnterAsync(await demo.LinkAsync(who));
            await visit.OpenAsync($"/applications/{id}");
            // What is folded away must fit too.
            await visit.Page.EvaluateAsync("document.querySelectorAll('main details').forEach(one => one.open = true)");
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(House.Pictures, $"trial-{who}-{language}-{width}.png"), FullPage = true });
            await visit.FitsAsync();
            await visit.IsAccessibleAsync();
            await visit.IsCleanAsync();
        }
    }

    private static async Task PressAsync(Visit visit, string button, string said)
    {
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".toast")).ToContainTextAsync(said);
    }

    private static Task<int> CandidateAsync(OwnDemo demo) => demo.WithAsync(async db =>
    {
        var members = await db.Members.Where(m => m.ClaimedAt != null).ToListAsync();
        var (applicant, organizer) = (members.First(m => m.Standing is Standing.Open), members.First(m => m.Role is Role.Organizer));
        members.First(m => m is { Standing: Standing.Inner, Role: Role.None }).Appoint(Role.Committee);
        var application = new Application(applicant, demo.Now);
        application.Answer(new ApplicationAnswers(await db.Tracks.Select(track => track.Id).ToListAsync(), "Because of the whales", "On whales", "https://example.org/whales.pdf", 5, true));
        application.Send(demo.Now);
        db.Add(application);
        await db.SaveChangesAsync();
        db.AddRange(members.Where(m => m.Role is not Role.None).Select(m => new TieWord(application.Id, m.Id, Tie.None, m.Id, demo.Now)));
        application.Accept(organizer.Id, demo.Now);
        await db.SaveChangesAsync();
        return application.Id;
    });
}
