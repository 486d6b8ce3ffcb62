using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Live;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;
using Session = Whalepaper.Tests.People.Session;

namespace Whalepaper.Tests.Meetings.Asking;

/// <summary>Questions over the network: in advance and in the hour, once each, wanted by others, answered, hidden.</summary>
public sealed class AskingEndpointsTests
{
    [Theory, BothEngines]
    public async Task What_is_asked_in_advance_stands_there_once_and_what_most_want_stands_first(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        var first = await hour.AskAsync(hour.Listener, "What is <b>attention</b>?", "one form");
        Assert.Equal(first, await hour.AskAsync(hour.Listener, "What is <b>attention</b>?", "one form"));
        var second = await hour.AskAsync(hour.Other, "Why whales?");
        Assert.Equal([first, second], await OrderAsync(hour.Listener, hour.Meeting));

        foreach (var _ in (int[])[1, 2])
            Assert.Equal($"/meetings/{hour.Meeting}#question-{second}", (await hour.Listener.SendAsync("PUT", $"/questions/{second}/vote")).Location);
        Assert.Equal([second, first], await OrderAsync(hour.Other, hour.Meeting));
        Assert.Equal(1, await hour.House.Site.WithAsync(db => db.QuestionVotes.CountAsync()));
        Assert.Contains("You want to know too", (await hour.Listener.GetAsync($"/meetings/{hour.Meeting}")).Text, StringComparison.Ordinal);
        var page = (await hour.Other.GetAsync($"/meetings/{hour.Meeting}")).Text;
        Assert.DoesNotContain("You want to know too", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>attention</b>", page, StringComparison.Ordinal);

        await hour.Listener.SendAsync("DELETE", $"/questions/{second}/vote");
        Assert.Equal([first, second], await OrderAsync(hour.Other, hour.Meeting));
        // Nobody votes for their own, and the page says so.
        var own = await hour.Listener.SendAsync("PUT", $"/questions/{first}/vote");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, own.Status);
        Assert.Contains("It is your own question", own.Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_may_not_be_there_asks_and_reads_nothing_and_the_hour_ends(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        var question = await hour.AskAsync(hour.Listener, "A secret of the inner group");
        var open = await hour.House.SignInAsync("open");
        Assert.Equal(HttpStatusCode.NotFound, (await open.SendAsync("POST", $"/meetings/{hour.Meeting}/questions", ("text", "May I?"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await open.SendAsync("PUT", $"/questions/{question}/vote")).Status);
        foreach (var stranger in (Session[])[open, hour.House.Visitor()])
        {
            Assert.DoesNotContain("A secret of", (await stranger.GetAsync($"/meetings/{hour.Meeting}")).Text, StringComparison.Ordinal);
            Assert.DoesNotContain("A secret of", (await stranger.GetAsync($"/talks/{hour.Talk}")).Text, StringComparison.Ordinal);
        }

        await hour.OpenAsync();
        Assert.Contains("A secret of", (await hour.Other.GetAsync($"/talks/{hour.Talk}")).Text, StringComparison.Ordinal);
        hour.House.Site.Clock.AdvanceHours(5);
        var late = await hour.Other.SendAsync("POST", $"/meetings/{hour.Meeting}/questions", ("text", "Too late?"), ("talk", ""), ("key", "late"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("takes no questions any more", late.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hour.Other.SendAsync("PUT", $"/questions/{question}/vote")).Status);
    }

    [Theory, BothEngines]
    public async Task The_host_asks_for_others_and_nobody_more_than_twenty(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        await hour.AskAsync(hour.Host, "For a friend?", onBehalfOf: "Zhang San");
        Assert.Contains("Zhang San, through committee", (await hour.Listener.GetAsync($"/meetings/{hour.Meeting}")).Text, StringComparison.Ordinal);
        var refused = await hour.Listener.SendAsync("POST", $"/meetings/{hour.Meeting}/questions", ("text", "For mine?"), ("onBehalfOf", "Li Si"), ("key", "other"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Only the host asks on behalf of others", refused.Text, StringComparison.Ordinal);

        for (var n = 0; n < Question.MostOfOne; n++)
            await hour.AskAsync(hour.Listener, $"Number {n}?");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hour.Listener.SendAsync("POST", $"/meetings/{hour.Meeting}/questions", ("text", "One more?"), ("key", "more"))).Status);
        Assert.Equal(Question.MostOfOne, await hour.House.Site.WithAsync(db => db.Questions.CountAsync(q => q.AskedById == hour.House["candidate"])));
    }

    [Theory, BothEngines]
    public async Task An_answer_stands_below_its_question_and_only_who_shares_or_hosts_writes_it(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        var (first, second) = (await hour.AskAsync(hour.Listener, "Why whales?"), await hour.AskAsync(hour.Other, "Why not dolphins?"));
        Assert.Equal(HttpStatusCode.NotFound, (await hour.Listener.SendAsync("PUT", $"/questions/{first}/answer")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hour.Listener.GetAsync($"/questions/{first}/answer")).Status);
        Assert.Contains("Why whales?", (await hour.Presenter.GetAsync($"/questions/{first}/answer")).Text, StringComparison.Ordinal);

        await hour.Presenter.SendAsync("PUT", $"/questions/{first}/answer", ("answer", "They are **large** <script>alert(1)</script>."));
        // Marking it once more takes no words away.
        await hour.Host.SendAsync("PUT", $"/questions/{first}/answer");
        foreach (var page in (string[])[(await hour.Other.GetAsync($"/meetings/{hour.Meeting}")).Text, (await hour.Other.GetAsync($"/talks/{hour.Talk}")).Text])
        {
            Assert.Contains("<strong>large</strong>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
        }

        Assert.Equal([second, first], await OrderAsync(hour.Listener, hour.Meeting));
        await hour.Host.SendAsync("DELETE", $"/questions/{first}/answer");
        Assert.Equal([first, second], await OrderAsync(hour.Listener, hour.Meeting));
        // One press takes nobody's words away: they are there again with the next.
        Assert.DoesNotContain("<strong>large</strong>", (await hour.Other.GetAsync($"/meetings/{hour.Meeting}")).Text, StringComparison.Ordinal);
        await hour.Presenter.SendAsync("PUT", $"/questions/{first}/answer");
        Assert.Contains("<strong>large</strong>", (await hour.Other.GetAsync($"/meetings/{hour.Meeting}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Of_two_who_answer_at_once_the_later_is_shown_both_answers(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        var question = await hour.AskAsync(hour.Listener, "Why whales?");
        var path = $"/questions/{question}/answer";
        string Read(string page)
        {
            using var read = new HtmlParser().ParseDocument(page);
            return read.QuerySelector("input[name=read]")!.GetAttribute("value")!;
        }

        var (one, other) = (Read((await hour.Presenter.GetAsync(path)).Text), Read((await hour.Host.GetAsync(path)).Text));
        Assert.Equal(HttpStatusCode.SeeOther, (await hour.Presenter.SendAsync("PUT", path, ("answer", "By the one"), ("read", one))).Status);
        var late = await hour.Host.SendAsync("PUT", path, ("answer", "By the other"), ("read", other));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("By the one</textarea>", late.Text, StringComparison.Ordinal);
        Assert.Contains("By the other</textarea>", late.Text, StringComparison.Ordinal);
        // A program that read nothing takes nothing away either; the same words again are no conflict.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hour.Host.SendAsync("PUT", path, ("answer", "By a program"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await hour.Presenter.SendAsync("PUT", path, ("answer", "By the one"), ("read", one))).Status);

        Assert.Equal(HttpStatusCode.SeeOther, (await hour.Host.SendAsync("PUT", path, ("answer", "By both"), ("read", Read(late.Text)))).Status);
        Assert.Equal("By both", (await hour.House.Site.WithAsync(db => db.Questions.SingleAsync(q => q.Id == question))).Answer);
    }

    [Theory, BothEngines]
    public async Task Who_shares_something_else_answers_no_question_about_another_talk(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        await hour.House.TakeOverAsync("candidate", "sm1les");
        var elsewhere = await hour.House.SignInAsync("candidate");
        var (about, none) = (await hour.AskAsync(hour.Other, "Why whales?"), await hour.AskAsync(hour.Other, "When is the break?", about: false));
        foreach (var method in (string[])["PUT", "DELETE"])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await elsewhere.SendAsync(method, $"/questions/{about}/answer")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"/questions/{about}/answer")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.SendAsync("PUT", $"/questions/{none}/answer", ("answer", "At nine."))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await hour.Presenter.SendAsync("PUT", $"/questions/{about}/answer")).Status);
    }

    [Theory, BothEngines]
    public async Task Who_votes_back_and_forth_is_stopped_after_sixty_times_a_minute(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        var question = await hour.AskAsync(hour.Other, "Why whales?");
        for (var n = 0; n < RoomThrottle.PerMember; n++)
            Assert.Equal(HttpStatusCode.SeeOther, (await hour.Listener.SendAsync(n % 2 == 0 ? "PUT" : "DELETE", $"/questions/{question}/vote")).Status);
        foreach (var (method, path, field) in ((string, string, (string, string))[])
        [
            ("PUT", $"/questions/{question}/vote", ("x", "")), ("POST", $"/meetings/{hour.Meeting}/questions", ("text", "Why?")), ("PUT", $"/meetings/{hour.Meeting}/coming", ("coming", "yes")),
        ])
        {
            var stopped = await hour.Listener.SendAsync(method, path, field);
            Assert.Equal(HttpStatusCode.TooManyRequests, stopped.Status);
        }

        // Nobody else is.
        Assert.Equal(HttpStatusCode.SeeOther, (await hour.Presenter.SendAsync("PUT", $"/questions/{question}/vote")).Status);
    }

    [Theory, BothEngines]
    public async Task Buttons_of_a_long_question_do_not_say_all_of_it(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        var text = string.Concat(Enumerable.Repeat("whale 🐋 ", 100)).Trim();
        await hour.AskAsync(hour.Other, text);
        using var page = new HtmlParser().ParseDocument((await hour.Host.GetAsync($"/meetings/{hour.Meeting}")).Text);
        var labels = page.QuerySelectorAll("li.question [aria-label]").Select(item => item.GetAttribute("aria-label")!).ToList();
        Assert.NotEmpty(labels);
        Assert.All(labels, label => Assert.InRange(label.Length, 10, 100));
    }

    [Theory, BothEngines]
    public async Task What_the_host_hides_only_the_host_sees_and_the_audit_tells_who_did_it_and_not_the_words(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        var question = await hour.AskAsync(hour.Listener, "Something rude");
        await hour.AttendAsync("candidate");
        Assert.Equal(1, await AskedAsync(hour));
        Assert.Equal(HttpStatusCode.NotFound, (await hour.Presenter.SendAsync("PUT", $"/questions/{question}/hiding")).Status);
        foreach (var _ in (int[])[1, 2])
            Assert.Equal(HttpStatusCode.SeeOther, (await hour.Host.SendAsync("PUT", $"/questions/{question}/hiding")).Status);

        Assert.Contains("Something rude", (await hour.Host.GetAsync($"/meetings/{hour.Meeting}")).Text, StringComparison.Ordinal);
        foreach (var who in (Session[])[hour.Listener, hour.Presenter, hour.Other])
            Assert.DoesNotContain("Something rude", (await who.GetAsync($"/meetings/{hour.Meeting}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await hour.Other.SendAsync("PUT", $"/questions/{question}/vote")).Status);
        Assert.Equal(0, await AskedAsync(hour));

        await hour.Host.SendAsync("DELETE", $"/questions/{question}/hiding");
        Assert.Contains("Something rude", (await hour.Listener.GetAsync($"/meetings/{hour.Meeting}")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await AskedAsync(hour));
        var audit = await hour.House.Site.WithAsync(db => db.AuditEntries.OrderBy(e => e.Id).ToListAsync());
        Assert.Equal(["question.hide", "question.show"], audit.Where(e => e.Act.StartsWith("question.", StringComparison.Ordinal)).Select(e => e.Act));
        Assert.DoesNotContain(audit, e => $"{e.Subject}{e.Before}{e.After}".Contains("rude", StringComparison.Ordinal));
    }

    [Theory, BothEngines]
    public async Task A_question_reaches_who_listens_with_nobodys_own_marks(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        var rude = await hour.AskAsync(hour.Other, "Something rude");
        using var listener = await StreamOfEvents.OpenAsync(hour.Listener, hour.Meeting);
        using var host = await StreamOfEvents.OpenAsync(hour.Host, hour.Meeting);
        await listener.UntilAsync("Something rude");
        await hour.Host.SendAsync("PUT", $"/questions/{rude}/hiding");
        var question = await hour.AskAsync(hour.Listener, "Why whales?");
        await hour.Other.SendAsync("PUT", $"/questions/{question}/vote");

        await host.UntilAsync("1 other wants to know");
        await listener.UntilAsync("1 other wants to know");
        var last = listener.Text[listener.Text.LastIndexOf("event: questions\n", StringComparison.Ordinal)..];
        Assert.DoesNotContain("Something rude", last, StringComparison.Ordinal);
        Assert.DoesNotContain("You want to know too", listener.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Yours", listener.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("__RequestVerificationToken", listener.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/hiding", listener.Text, StringComparison.Ordinal);
        Assert.Contains($"/questions/{question}/hiding", host.Text, StringComparison.Ordinal);
    }

    private static Task<int> AskedAsync(Hour hour) => hour.House.Site.WithAsync(db => db.Ledger.CountAsync(entry => entry.QuestionId != null));

    private static async Task<IReadOnlyList<int>> OrderAsync(Session who, int meeting)
    {
        using var page = new HtmlParser().ParseDocument((await who.GetAsync($"/meetings/{meeting}")).Text);
        return [.. page.QuerySelectorAll("li.question").Select(item => int.Parse(item.Id!.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture))];
    }
}
