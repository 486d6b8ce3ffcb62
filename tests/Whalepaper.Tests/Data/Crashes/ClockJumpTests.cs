using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Walls;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>A clock that jumps hours ahead or back: no page and no command breaks down over it, nothing is left in disorder, and with the right hour all goes on.</summary>
public sealed class ClockJumpTests
{
    private const int Hours = 7;

    [Theory, BothEngines]
    public async Task Every_page_is_shown_whenever_it_is(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var application = await house.ApplyAsync(house["open"]);
        var before = await BrokenAsync(house.Site);
        var addresses = Crawl.Addresses(house, application, "/schedule?view=month", "/search?q=whale").Where(address => !address.StartsWith("/errors", StringComparison.Ordinal)).ToList();
        foreach (var place in (string[])["open", "committee", "organizer"])
        {
            var session = await house.SignInAsync(place);
            foreach (var hours in (int[])[Hours, -2 * Hours, 30 * 24, -30 * 24, Hours])
            {
                house.Site.Clock.Advance(Duration.FromHours(hours));
                await WorkAsync(house);
                foreach (var address in addresses)
                {
                    using var answer = await session.FetchAsync(address);
                    Assert.True((int)answer.StatusCode < 500, $"{(int)answer.StatusCode} at {address} for {place} after {hours} hours");
                }
            }
        }

        Assert.Equal(before, await BrokenAsync(house.Site));
    }

    [Theory]
    [InlineData(Engine.Sqlite, Hours)]
    [InlineData(Engine.Sqlite, -Hours)]
    [InlineData(Engine.Postgres, Hours)]
    [InlineData(Engine.Postgres, -Hours)]
    public async Task Every_form_is_answered_that_is_sent_after_the_clock_jumped(Engine engine, int hours)
    {
        await using var stage = await Stage.SetAsync(engine);
        var laid = new HashSet<string>(StringComparer.Ordinal);
        var (done, faults) = (0, new List<string>());
        foreach (var form in HouseForm.All)
        {
            var filled = await form.FillAsync(stage);
            laid.UnionWith(await LaidAsync(stage.Site));
            stage.Site.Clock.Advance(Duration.FromHours(hours));
            var answer = await filled.SendAsync(form.Method);
            stage.Site.Clock.Advance(Duration.FromHours(-hours));
            if (answer.Number >= 500)
                faults.Add($"{form}: {answer.Number}");
            done += answer.Number < 400 ? 1 : 0;
        }

        Assert.Equal("", string.Join('\n', faults));
        Assert.InRange(done, HouseForm.All.Count / 2, HouseForm.All.Count);
        Assert.Empty((await BrokenAsync(stage.Site)).Except(laid, StringComparer.Ordinal));
    }

    // What rooms do by themselves when its time comes.
    private static async Task WorkAsync(Household house)
    {
        await house.Site.DrainAsync();
        await using var scope = house.Site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AdmissionWork>().RunAsync(CancellationToken.None);
        await MeetingPlanning.PlanAsync(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), house.Site.Clock, CancellationToken.None);
    }

    // Talks that nobody claimed, but the test itself laid there for a form to act on, as the doctor tells of them.
    private static Task<List<string>> LaidAsync(TestSite site) =>
        site.WithAsync(async db => (await db.Talks.Where(talk => !db.TalkSteps.Any(step => step.TalkId == talk.Id)).Select(talk => talk.Id).ToListAsync()).ConvertAll(id => $"Talk {id} has no history."));

    // A household begins with talks that nobody claimed: what the doctor says of those is said before anything was done, and nothing is added.
    private static async Task<IReadOnlyList<string>> BrokenAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return [.. (await scope.ServiceProvider.GetRequiredService<Doctor>().ExamineAsync()).Where(finding => finding.Severity is Severity.Broken).Select(finding => finding.What)];
    }
}
