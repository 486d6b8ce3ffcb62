using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Admission;
using Whalepaper.Admission.Panels;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>What the committee asks a candidate, what they answer, and what somebody of a panel notes for themselves.</summary>
public sealed class PanelQuestionTests
{
    [Theory, BothEngines]
    public async Task A_question_is_asked_once_answered_and_followed_up_on_and_letters_tell_neither(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await CandidateAsync(house);
        await house.PanelAsync(id, 0);
        var (committee, open) = (await house.SignInAsync("committee"), await house.SignInAsync("open"));
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal($"/applications/{id}?done=asked#questions", (await committee.SendAsync("POST", $"/applications/{id}/questions", ("question", "Why **marker-question**?"), ("key", "one"))).Location);
        var question = await house.Site.WithAsync(db => db.PanelQuestions.Select(q => q.Id).SingleAsync());
        var page = (await open.GetAsync($"/applications/{id}")).Text;
        Assert.Contains("<strong>marker-question</strong>", page, StringComparison.Ordinal);
        Assert.Contains($"action=\"/applications/{id}/questions/{question}/answer\"", page, StringComparison.Ordinal);
        Assert.Equal($"/applications/{id}?done=answered#question-{question}", (await AnswerAsync(open, id, question, "marker-answer", "0")).Location);
        Assert.Contains("marker-answer", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);

        await committee.SendAsync("POST", $"/applications/{id}/questions", ("question", "And how?"), ("follows", $"{question}"));
        await committee.SendAsync("POST", $"/applications/{id}/questions", ("question", "Something else"));
        // What follows up on what follows up belongs to the first.
        var second = await house.Site.WithAsync(db => db.PanelQuestions.Where(q => q.FollowsId != null).Select(q => q.Id).SingleAsync());
        await committee.SendAsync("POST", $"/applications/{id}/questions", ("question", "Really?"), ("follows", $"{second}"));
        Assert.Equal([null, question, null, question], await house.Site.WithAsync(db => db.PanelQuestions.OrderBy(q => q.Id).Select(q => q.FollowsId).ToListAsync()));
        var seen = (await committee.GetAsync($"/applications/{id}")).Text;
        Assert.True(seen.IndexOf("Really?", StringComparison.Ordinal) < seen.IndexOf("Something else", StringComparison.Ordinal));

        await house.Site.DrainAsync();
        var (told, desk) = (await ReminderTests.InboxAsync(house, "open"), await ReminderTests.InboxAsync(house, "organizer"));
        Assert.Contains("You are asked something about your application", told.Select(item => item.Subject));
        Assert.Contains("open answered the committee", desk.Select(item => item.Subject));
        Assert.DoesNotContain("marker-", string.Concat(told.Concat(desk).Select(item => item.Subject + item.Text + item.Link)), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Of_two_answers_to_what_was_seen_the_second_is_told_and_keeps_what_was_typed(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await CandidateAsync(house);
        var question = await house.QuestionAsync(id);
        var open = await house.SignInAsync("open");
        await AnswerAsync(open, id, question, "First.", "0");
        var late = await AnswerAsync(open, id, question, "Second.", "0");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("changed meanwhile", late.Text, StringComparison.Ordinal);
        Assert.Contains("First.", late.Text, StringComparison.Ordinal);
        Assert.Contains(">Second.</textarea>", late.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"read\" value=\"1\"", late.Text, StringComparison.Ordinal);
        Assert.EndsWith($"#question-{question}", (await AnswerAsync(open, id, question, "Second.", "1")).Location, StringComparison.Ordinal);
        // Pressed twice it is one answer, whatever was seen.
        Assert.EndsWith($"#question-{question}", (await AnswerAsync(open, id, question, "Second.", "1")).Location, StringComparison.Ordinal);
        Assert.Equal(("Second.", 2), await house.Site.WithAsync(async db => await db.PanelQuestions.SingleAsync() is var kept ? (kept.Answer!, kept.Version) : default));
    }

    [Theory, BothEngines]
    public async Task Those_ask_who_have_no_tie_and_who_applied_alone_answers(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (judge, judgeId) = await house.JudgeAsync();
        var (id, elsewhere) = (await CandidateAsync(house), await house.ApplyAsync(await house.AddAsync("else", Whalepaper.Members.Standing.Open)));
        var (committee, open) = (await house.SignInAsync("committee"), await house.SignInAsync("open"));
        var question = await house.QuestionAsync(id);
        // Before the committee took them on, one writes to each other.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{elsewhere}/questions", ("question", "Why?"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{elsewhere}/questions", ("question", "Why?"), ("follows", $"{question}"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.Visitor().SignInAsync(judgeId)).SendAsync("POST", $"/applications/{id}/questions", ("question", $"I am {judge}"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await open.SendAsync("POST", $"/applications/{id}/questions", ("question", "Me?"))).Status);
        foreach (var place in new[] { "committee", "inner", "candidate" })
            Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(await house.SignInAsync(place), id, question, "Mine", "0")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(open, elsewhere, question, "Mine", "0")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(open, id, question + 1, "Mine", "0")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AnswerAsync(open, id, question, " ", "0")).Status);
        Assert.Equal(1, await house.Site.WithAsync(db => db.PanelQuestions.CountAsync(q => q.Answer == null)));
    }

    [Theory, BothEngines]
    public async Task Nobody_asks_without_end(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await CandidateAsync(house);
        await house.Site.WithAsync(async db =>
        {
            db.AddRange(Enumerable.Range(0, PanelQuestion.MostOfOne).Select(n => new PanelQuestion(id, house["committee"], $"Question {n}", null, $"key {n}", house.Site.Clock.GetCurrentInstant())));
            await db.SaveChangesAsync();
        });
        var committee = await house.SignInAsync("committee");
        var refused = await committee.SendAsync("POST", $"/applications/{id}/questions", ("question", "One more"), ("key", "more"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(">One more</textarea>", refused.Text, StringComparison.Ordinal);
        // What was asked already is not refused.
        Assert.Equal(HttpStatusCode.SeeOther, (await committee.SendAsync("POST", $"/applications/{id}/questions", ("question", "Question 3"), ("key", "key 3"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await (await house.SignInAsync("organizer")).SendAsync("POST", $"/applications/{id}/questions", ("question", "One of mine"))).Status);
    }

    [Theory, BothEngines]
    public async Task While_the_committee_votes_answers_stand_and_what_is_open_is_still_answered(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        await house.BallotAsync(id, house["committee"], house["organizer"], house["inner"]);
        var (answered, waiting) = (await house.QuestionAsync(id), await house.QuestionAsync(id));
        await house.Site.WithAsync(async db =>
        {
            (await db.PanelQuestions.SingleAsync(q => q.Id == answered)).Reply("Said.", house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        var open = await house.SignInAsync("open");
        var stands = await AnswerAsync(open, id, answered, "Otherwise.", "1");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stands.Status);
        Assert.Contains("this answer stands", stands.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await AnswerAsync(open, id, waiting, "At last.", "0")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await (await house.SignInAsync("committee")).SendAsync("POST", $"/applications/{id}/questions", ("question", "One more?"))).Status);
        await open.SendAsync("DELETE", "/me/application");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AnswerAsync(open, id, waiting, "Too late.", "1")).Status);
    }

    [Theory, BothEngines]
    public async Task A_note_is_read_by_who_wrote_it_and_by_nobody_else(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await CandidateAsync(house);
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("PUT", $"/applications/{id}/note", ("note", "marker-note"))).Status);
        await house.PanelAsync(id, 0);
        Assert.Equal($"/applications/{id}?done=noted#note", (await committee.SendAsync("PUT", $"/applications/{id}/note", ("note", "marker-note"))).Location);
        Assert.Contains("marker-note", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        var open = await house.SignInAsync("open");
        foreach (var reader in new[] { organizer, open })
        {
            foreach (var path in new[] { $"/applications/{id}", "/me/data", "/desk", "/audit" })
                Assert.DoesNotContain("marker-note", (await reader.GetAsync(path)).Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("marker-note", await OwnAsync(house, "organizer"), StringComparison.Ordinal);
        Assert.DoesNotContain("marker-note", await OwnAsync(house, "open"), StringComparison.Ordinal);
        Assert.Contains("marker-note", await OwnAsync(house, "committee"), StringComparison.Ordinal);
        // Who has a tie by now has no seat, and no note either.
        await committee.SendAsync("PUT", $"/applications/{id}/tie", ("tie", "other"));
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("PUT", $"/applications/{id}/note", ("note", "more"))).Status);
        Assert.DoesNotContain("marker-note", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
    }

    private static async Task<int> CandidateAsync(Household house)
    {
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        return id;
    }

    private static Task<Answer> AnswerAsync(Session session, int id, int question, string answer, string read) =>
        session.SendAsync("PUT", $"/applications/{id}/questions/{question}/answer", ("answer", answer), ("read", read));

    private static Task<string> OwnAsync(Household house, string place) =>
        house.Site.WithAsync(async db => System.Text.Json.JsonSerializer.Serialize(await db.ApplicationsOfAsync(house[place], CancellationToken.None)));
}
