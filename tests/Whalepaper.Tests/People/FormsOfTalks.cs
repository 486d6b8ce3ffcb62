using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Members;
using Whalepaper.Notices.Reminders;

namespace Whalepaper.Tests.People;

/// <summary>The forms about reading lists, claims, hand-overs and the life of talks.</summary>
internal static class FormsOfTalks
{
    private static readonly (string Field, string[] Values) yesNo = ("anyway", ["on", "YES", "1"]);

    private static readonly string[] numbers = [.. BadWords.Numbers, "0"];

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/topics/{number:int}/{code}/proposals", stage => stage.AsAsync(
            "open", "/topics/5/nlp/proposals", ("pasted", ""), ("title", $"A proposal {stage.Next()}"), ("link", $"https://example.org/{stage.Next()}.pdf"), ("kind", "open-source"), ("works", ""), ("repository", "https://github.com/a/b"), ("why", "It is good.\nReally."), ("paper", "")))
        {
            ForPrograms = true,
            Needs = ["title"],
            Wrong = [("title", [" "]), ("link", ["abc", "javascript:alert(1)", "data:text/html,x", "/me"]), ("kind", BadWords.Choices), ("works", ["A paper"]), ("repository", ["abc", "javascript:alert(1)", ""])],
        },
        new("POST", "/topics/{number:int}/{code}/proposals", stage => stage.AsAsync(
            "inner", "/topics/5/nlp/proposals", ("pasted", $"2401.{stage.Next():D5}\n2402.{stage.Next():D5}"), ("title", $"A proposal {stage.Next()}"), ("link", ""), ("kind", "survey"), ("works", $"A work {stage.Next()} https://example.org/w\nAnother {stage.Next()}"), ("repository", ""), ("why", ""), ("paper", "")))
        {
            Way = "a survey",
            ForPrograms = true,
            Needs = ["title"],
            Wrong =
            [
                ("pasted", ["2401.00001\n2401.00002\njavascript:alert(1)", "@misc{a, title = {A}}\n@misc{b, year = 2020}"]),
                ("works", ["javascript:alert(1)", "A title\nftp://example.org", "A title\n/me", "---", new string('a', 301), "@misc{x, year = 2020}", "@misc{x, title = {", string.Join('\n', Enumerable.Range(0, 31).Select(n => $"Work {n}"))]),
            ],
        },
        new("DELETE", "/proposals/{id:int}", async stage => await stage.AsAsync("open", $"/proposals/{await stage.ProposalAsync()}")) { ForPrograms = true },
        new("POST", "/proposals/{id:int}/acceptance", async stage => await stage.AsAsync("committee", $"/proposals/{await stage.ProposalAsync()}/acceptance")) { ForPrograms = true },
        new("POST", "/proposals/{id:int}/refusal", async stage => await stage.AsAsync("committee", $"/proposals/{await stage.ProposalAsync()}/refusal", ("answer", "Not now.\nLater."))) { ForPrograms = true },
        new("PUT", "/topics/{number:int}/{code}/papers/{paper:int}/wish", async stage => await stage.AsAsync("open", $"/topics/5/nlp/papers/{await stage.PaperAsync()}/wish", ("presents", "yes")))
        {
            ForPrograms = true, Wrong = [("presents", ["on", "YES", "1"])],
        },
        new("DELETE", "/topics/{number:int}/{code}/papers/{paper:int}/wish", async stage => await stage.AsAsync("open", $"/topics/5/nlp/papers/{await stage.PaperAsync()}/wish")) { ForPrograms = true },
        new("PUT", "/topics/{number:int}/{code}/order", async stage => await stage.AsAsync(
            "committee", "/topics/5/cv/order", [.. (await stage.EntriesAsync("cv")).Select(entry => ("entries", $"{entry}")), ("move", "")]))
        {
            ForPrograms = true, Needs = ["entries"], Wrong = [("move", ["abc", "1:left", "up", "0:up"])],
        },
        new("POST", "/topics/{number:int}/{code}/talks", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync(Standing.Inner);
            return new Filled(session, id, "/topics/5/nlp/talks", ("paper", $"{await stage.PaperAsync()}"), ("meeting", $"{await stage.DateAsync()}"), ("with", (await stage.ComeAsync(Standing.Inner)).Name), ("anyway", "no"));
        })
        {
            ForPrograms = true, Needs = ["paper", "meeting"], Wrong = [("paper", numbers), ("meeting", numbers), ("with", ["nobody of this name"]), yesNo],
        },
        new("PUT", "/talks/{id:int}/waiting", async stage => await stage.AsAsync("inner", $"/talks/{(await stage.TalkAsync()).Talk}/waiting")) { ForPrograms = true },
        new("DELETE", "/talks/{id:int}/waiting", async stage => await stage.AsAsync("inner", $"/talks/{(await stage.TalkAsync()).Talk}/waiting")) { ForPrograms = true },
        new("PUT", "/meetings/{id:int}/standby", async stage => await stage.AsAsync("inner", $"/meetings/{await stage.DateAsync()}/standby")) { ForPrograms = true },
        new("DELETE", "/meetings/{id:int}/standby", async stage =>
        {
            var standby = await stage.AsAsync("inner", $"/meetings/{await stage.DateAsync()}/standby");
            await standby.Session.SendAsync("PUT", standby.Path);
            return standby;
        })
        { ForPrograms = true },
        new("POST", "/me/dates", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync(Standing.Inner);
            return new Filled(session, id, "/me/dates", ("from", "2027-01-01"), ("to", "2027-01-09"));
        })
        {
            ForPrograms = true, Needs = ["from"], Wrong = [("from", [" ", "abc", "01.02.2027", "2027-13-45", "2027-02-30", "1899-01-01"]), ("to", ["abc", "2026-12-31", "2029-01-01"])],
        },
        new("DELETE", "/me/dates/{id:int}", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync(Standing.Inner);
            await session.SendAsync("POST", "/me/dates", ("from", "2027-01-01"));
            return new Filled(session, id, $"/me/dates/{await stage.Site.WithAsync(db => db.AwayDays.MaxAsync(days => days.Id))}");
        })
        { ForPrograms = true },
        new("POST", "/talks/{id:int}/confirmation", async stage => await stage.OwnAsync("confirmation")) { ForPrograms = true },
        new("POST", "/answers/{key}/confirmation", async stage =>
        {
            var (_, id, _, talk) = await stage.TalkAsync();
            var startsAt = await stage.Site.WithAsync(db => db.Talks.Where(t => t.Id == talk).Select(t => t.Meeting!.StartsAt).SingleAsync());
            return stage.AsVisitor($"/answers/{stage.Site.Services.GetRequiredService<AnswerKeys>().Make("letter", talk, id, startsAt)}/confirmation");
        }),
        new("PUT", "/talks/{id:int}/meeting", async stage => await stage.OwnAsync("meeting", ("meeting", $"{await stage.DateAsync()}"), ("anyway", "no")))
        {
            ForPrograms = true, Needs = ["meeting"], Wrong = [("meeting", numbers)],
        },
        new("POST", "/talks/{id:int}/presenters", async stage => await stage.OwnAsync("presenters", ("with", (await stage.ComeAsync(Standing.Inner)).Name), ("anyway", "no")))
        {
            ForPrograms = true, Needs = ["with"], Wrong = [("with", ["nobody of this name"])],
        },
        new("DELETE", "/talks/{id:int}/presenters/{handle}", async stage =>
        {
            var (session, id, name, talk) = await stage.TalkAsync();
            await session.SendAsync("POST", $"/talks/{talk}/presenters", ("with", (await stage.ComeAsync(Standing.Inner)).Name));
            return new Filled(session, id, $"/talks/{talk}/presenters/{name}");
        })
        { ForPrograms = true },
        new("POST", "/talks/{id:int}/handovers", async stage => await stage.OwnAsync("handovers", ("to", (await stage.ComeAsync(Standing.Inner)).Name), ("swap", ""), ("word", "I am away.\nSorry.")))
        {
            ForPrograms = true, Wrong = [("to", ["nobody of this name"]), ("swap", numbers)],
        },
        new("DELETE", "/handovers/{id:int}", async stage =>
        {
            var (session, id, _, talk) = await stage.TalkAsync();
            return new Filled(session, id, $"/handovers/{await stage.OfferAsync(session, talk)}");
        })
        { ForPrograms = true },
        new("POST", "/handovers/{id:int}/acceptance", async stage =>
        {
            var (session, _, _, talk) = await stage.TalkAsync();
            var (taker, id, name) = await stage.ComeAsync(Standing.Inner);
            return new Filled(taker, id, $"/handovers/{await stage.OfferAsync(session, talk, name)}/acceptance", ("anyway", "no"));
        })
        { ForPrograms = true },
        new("POST", "/handovers/{id:int}/refusal", async stage =>
        {
            var (session, _, _, talk) = await stage.TalkAsync();
            var (taker, id, name) = await stage.ComeAsync(Standing.Inner);
            return new Filled(taker, id, $"/handovers/{await stage.OfferAsync(session, talk, name)}/refusal");
        })
        { ForPrograms = true },
        new("POST", "/handovers/{id:int}/agreement", async stage => await stage.AsAsync("committee", $"/handovers/{await stage.TakenAsync()}/agreement")) { ForPrograms = true },
        new("POST", "/handovers/{id:int}/objection", async stage => await stage.AsAsync("committee", $"/handovers/{await stage.TakenAsync()}/objection")) { ForPrograms = true },
        new("PUT", "/talks/{id:int}/preparation", async stage => await stage.OwnAsync("preparation", ("parts", $"{await stage.PartAsync()}"), ("texts", "What it is about.\nIn **two** lines."), ("versions", "new"), ("shown", $"{await stage.PartAsync()}")))
        {
            ForPrograms = true, Needs = ["parts"], Wrong = [("parts", numbers), ("shown", numbers)],
        },
        new("POST", "/talks/{id:int}/withdrawal", async stage => await stage.OwnAsync("withdrawal", ("word", "I am ill.\nSorry."))) { ForPrograms = true },
        new("POST", "/talks/{id:int}/acceptance", async stage => await stage.AsAsync("committee", $"/talks/{await stage.AskedTalkAsync()}/acceptance")) { ForPrograms = true },
        new("POST", "/talks/{id:int}/cancellation", async stage => await stage.AsAsync("committee", $"/talks/{(await stage.TalkAsync()).Talk}/cancellation", ("word", "No power.\nSorry."))) { ForPrograms = true },
        new("POST", "/talks/{id:int}/giving", async stage => await stage.AsAsync("committee", $"/talks/{await stage.BegunAsync()}/giving", ("partly", "no"))) { ForPrograms = true, Wrong = [("partly", ["on", "YES", "1"])] },
        new("POST", "/talks/{id:int}/absence", async stage => await stage.AsAsync("committee", $"/talks/{await stage.BegunAsync()}/absence", ("word", "Nobody came.\nPity."))) { ForPrograms = true },
    ];
}
