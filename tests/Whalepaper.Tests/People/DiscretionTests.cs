using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Nobody learns at the door who has an account: not from what is answered, and not from how much is done before it is.</summary>
public sealed class DiscretionTests
{
    // Different spellings of an address that has an account, and addresses that have none.
    private static readonly string[] known = ["inner@people.example", "INNER@PEOPLE.EXAMPLE", "Inner@People.Example", " inner@people.example ", "iNNER@people.example"];
    private static readonly string[] unknown = ["nobody@people.example", "in.ner@people.example", "inner+tag@people.example", "inner@people.example.evil.example", "ınner@people.example"];

    [Theory, BothEngines]
    public async Task The_form_to_join_answers_alike(Engine engine)
    {
        using var count = new CommandCount { OfRequests = true };
        await using var house = await MoveInAsync(engine, count);
        // The first answer also finds out what the next ones know already.
        await AskAsync(house, count, "/join", "warm@people.example");
        var (ofKnown, ofUnknown) = (await AskAllAsync(house, count, "/join", known), await AskAllAsync(house, count, "/join", unknown));

        Assert.Single(ofKnown.Concat(ofUnknown).Select(one => one.Said).Distinct(StringComparer.Ordinal));
        // What is kept until the address is proved is one command more.
        Assert.All(ofKnown.Concat(ofUnknown), one => Assert.InRange(one.Commands, ofKnown[0].Commands, ofKnown[0].Commands + 1));
        Assert.Equal(known.Length + unknown.Length + 1, (await house.Site.LettersAsync()).Count);
        Assert.Equal(unknown.Length + 1, await house.Site.WithAsync(db => db.Joinings.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task The_form_for_a_forgotten_password_answers_alike(Engine engine)
    {
        using var count = new CommandCount { OfRequests = true };
        await using var house = await MoveInAsync(engine, count);
        await AskAsync(house, count, "/password-reset", "warm@people.example");
        await AskAsync(house, count, "/password-reset", Household.Email("open"));
        var (ofKnown, ofUnknown) = (await AskAllAsync(house, count, "/password-reset", known), await AskAllAsync(house, count, "/password-reset", unknown));

        Assert.Single(ofKnown.Concat(ofUnknown).Select(one => one.Said).Distinct(StringComparer.Ordinal));
        Assert.Single(ofKnown.Concat(ofUnknown).Select(one => one.Commands).Distinct());
        // A letter goes to the address that the account has, however it was spelt.
        var letters = await house.Site.LettersAsync();
        Assert.Equal(known.Length + unknown.Length + 2, letters.Count);
        Assert.Equal(known.Length, letters.Count(letter => letter.To == Household.Email("inner") && letter.Link.Contains("/password-reset/", StringComparison.Ordinal)));
    }

    [Theory, BothEngines]
    public async Task The_form_to_sign_in_answers_alike(Engine engine)
    {
        using var count = new CommandCount { OfRequests = true };
        await using var house = await MoveInAsync(engine, count);
        var answers = new List<string>();
        foreach (var email in (string[])[.. known.Take(3), .. unknown.Take(3)])
        {
            var answer = await house.Visitor().SendAsync("POST", "/sign-in", ("email", email), ("password", "not the password"));
            using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(answer.Text);
            answers.Add($"{answer.Number} {answer.Location} {page.QuerySelector("main")!.TextContent}");
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
    }

    private static Task<Household> MoveInAsync(Engine engine, CommandCount count) => Household.MoveInAsync(engine, builder => builder.Logging
        .AddProvider(count).AddFilter<CommandCount>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));

    private static async Task<List<(string Said, int Commands)>> AskAllAsync(Household house, CommandCount count, string path, string[] addresses)
    {
        var all = new List<(string Said, int Commands)>();
        foreach (var address in addresses)
            all.Add(await AskAsync(house, count, path, address));
        return all;
    }

    private static async Task<(string Said, int Commands)> AskAsync(Household house, CommandCount count, string path, string email)
    {
        var visitor = house.Visitor();
        (string Name, string Value)[] fields = [(FormSending.Proof, await visitor.TokenAsync()), ("email", email), .. path is "/join" ? [("name", "Anna"), ("password", Household.Password), ("promise", "yes")] : ((string Name, string Value)[])[]];
        count.Reset();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        var answer = await visitor.AskAsync(request);
        var commands = count.Count;
        var shown = await visitor.GetAsync(answer.Location!);
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(shown.Text);
        return ($"{answer.Number} {answer.Location} {answer.Text} {shown.Number} {page.QuerySelector("main")!.TextContent}", commands);
    }
}
