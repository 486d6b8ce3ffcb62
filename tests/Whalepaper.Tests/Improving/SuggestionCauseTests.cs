using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Improving;

/// <summary>Changes of settings and the suggestions that caused them lead to each other.</summary>
public sealed class SuggestionCauseTests
{
    [Theory, BothEngines]
    public async Task A_setting_tells_its_suggestion_and_the_suggestion_what_it_changed(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SuggestAsync(house["inner"], "Fewer talks each");
        var organizer = await house.SignInAsync("organizer");
        foreach (var settings in new[] { "/settings/values", "/settings/policy", "/settings/outline", "/settings/tracks", "/settings" })
        {
            Assert.Contains($"href=\"{settings}?because={id}\"", (await organizer.GetAsync($"/suggestions/{id}")).Text, StringComparison.Ordinal);
            Assert.Contains($"name=\"because\" value=\"{id}\"", (await organizer.GetAsync($"{settings}?because={id}")).Text, StringComparison.Ordinal);
        }

        Assert.Equal("/settings/values?done=saved", (await organizer.SendAsync("PUT", "/settings/values", ("keys", "talks.most"), ("values", "2"), ("because", $"https://people.example/suggestions/{id}"))).Location);
        Assert.Equal("/outline", (await organizer.SendAsync("PUT", "/outline", ("titles", "Only this"), ("least", ""), ("most", ""), ("because", $"#{id}"))).Location?.Replace("/settings/outline?done=saved", "/outline", StringComparison.Ordinal));
        Assert.Equal("/settings/tracks?done=saved", (await organizer.SendAsync("PUT", "/tracks/cv", ("trackName", "Seeing"), ("because", $"{id}"))).Location);
        Assert.Equal("/settings?done=saved", (await organizer.SendAsync("PUT", "/settings/group", ("name", "Whales"), ("zone", "Asia/Shanghai"), ("language", "en"), ("because", $"/suggestions/{id}?done=decided#discussion"))).Location);

        var page = (await (await house.SignInAsync("inner")).GetAsync($"/suggestions/{id}")).Text;
        foreach (var word in new[] { "Changed because of it", "<del>3</del>", "<ins>2</ins>", "Only this", "Seeing", "Whales" })
            Assert.Contains(word, page, StringComparison.Ordinal);
        foreach (var settings in new[] { "/settings/values", "/settings/outline", "/settings/tracks", "/settings" })
            Assert.Contains("Fewer talks each", (await organizer.GetAsync(settings)).Text, StringComparison.Ordinal);
        Assert.Contains($"Because of suggestion no. {id}", (await organizer.GetAsync("/audit")).Text, StringComparison.Ordinal);
        Assert.Contains(",\"because\"\r\n", (await organizer.GetAsync("/audit.csv")).Text.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);

        // What was set anew for no such reason does not claim one, and the suggestion still tells what it once changed.
        await organizer.SendAsync("PUT", "/settings/values", ("keys", "talks.most"), ("values", "4"));
        Assert.DoesNotContain("Fewer talks each", (await organizer.GetAsync("/settings/values")).Text, StringComparison.Ordinal);
        Assert.Contains("<ins>2</ins>", (await organizer.GetAsync($"/suggestions/{id}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_is_no_suggestion_causes_nothing(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        var taken = await house.SuggestAsync(house["inner"]);
        await (await house.SignInAsync("inner")).SendAsync("DELETE", $"/suggestions/{taken}");
        foreach (var cause in new[] { $"{taken}", "987654", "why not" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("PUT", "/settings/values", ("keys", "talks.most"), ("values", "2"), ("because", cause))).Status);
        // Saved without a change, nothing is tied to anything.
        var id = await house.SuggestAsync(house["inner"], "Another");
        await organizer.SendAsync("PUT", "/settings/values", ("keys", "talks.most"), ("values", "3"), ("because", $"{id}"));
        Assert.Equal((0, 0), await house.Site.WithAsync(async db => (await db.SuggestionEffects.CountAsync(), await db.Settings.CountAsync())));
    }
}
