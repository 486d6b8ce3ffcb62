using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Participation;
using Whalepaper.Tests.Data;
using Xunit;
using Session = Whalepaper.Tests.People.Session;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>Hundreds who do something at the same moment, over the network, at two copies of the program where there can be two: nothing is lost, and nothing there twice.</summary>
public sealed class RoomLoadTests
{
    private const int People = 200;
    private const int Questions = 100;
    private const int Askers = 50;

    [Theory, BothEngines]
    public async Task Two_hundred_who_check_in_at_once_are_there_once_each(Engine engine)
    {
        await using var stage = await CopiesAsync(engine);
        var (room, code) = (stage.Room, stage.Code);

        // With two phones each, one at each copy.
        var answers = await Task.WhenAll(stage.Copies.SelectMany(copy => room.Guests.Select(guest => Task.Run(() => room.DoAsync(copy.Client, guest, HttpMethod.Post, "attendance", new { code })))));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.NoContent, $"{answer}"));
        await stage.Site.WithAsync(async db =>
        {
            var there = await db.Attendances.Where(a => a.MeetingId == room.Meeting).Select(a => new { a.Id, a.MemberId }).ToListAsync();
            Assert.Equal(room.Guests.Select(guest => guest.Id).Order(), there.Select(a => a.MemberId).Order());
            Assert.Equal(there.Select(a => (a.Id, a.MemberId)).Order(), await EntriesAsync(db, LedgerKind.Attended, entry => entry.AttendanceId));
        });
        await AssertHealthyAsync(stage.Site);
    }

    [Theory, BothEngines]
    public async Task A_hundred_questions_at_once_are_asked_once_each_and_reach_who_listens_at_either_copy(Engine engine)
    {
        await using var stage = await CopiesAsync(engine);
        var (room, code) = (stage.Room, stage.Code);
        using var here = await StreamOfEvents.OpenAsync(await new Session(stage.Copies[0]).SignInAsync(room.Guests[0].Id), room.Meeting);
        using var there = await StreamOfEvents.OpenAsync(await new Session(stage.Copies[1]).SignInAsync(room.Guests[1].Id), room.Meeting);

        // Each form is sent twice, as by who presses once more; and meanwhile everybody checks in.
        var forms = Enumerable.Range(0, Questions).Select(n => (Who: room.Guests[n % Askers], Text: $"Question-{n}-of-all?", Key: $"form {n}")).ToList();
        var coming = room.Guests.Select(guest => Task.Run(() => room.DoAsync(stage.Copies[0].Client, guest, HttpMethod.Post, "attendance", new { code }))).ToList();
        var asked = await Task.WhenAll(stage.Copies.SelectMany(copy => forms.Select(form => Task.Run(async () =>
            (form, Answer: await room.DoAsync(copy.Client, form.Who, HttpMethod.Post, "questions", new { text = form.Text, talk = room.Talk, key = form.Key }))))));

        Assert.All(await Task.WhenAll(coming), answer => Assert.True(answer.Status is HttpStatusCode.NoContent, $"{answer}"));
        Assert.All(asked, one => Assert.True(one.Answer.Status is HttpStatusCode.OK, $"{one.Answer}"));
        var told = asked.Select(one => (Number(one.Answer.Text), one.form.Who.Id, one.form.Text)).Distinct().Order().ToList();
        Assert.Equal(Questions, told.Count);
        await stage.Site.WithAsync(async db =>
        {
            var kept = await db.Questions.Where(q => q.MeetingId == room.Meeting).OrderBy(q => q.Id).Select(q => new { q.Id, q.AskedById, q.Text }).ToListAsync();
            Assert.Equal(told, kept.Select(q => (q.Id, q.AskedById, q.Text)));
            Assert.Equal(kept.Select(q => (q.Id, q.AskedById)), await EntriesAsync(db, LedgerKind.Asked, entry => entry.QuestionId));
            Assert.Equal(People, await db.Attendances.CountAsync());
        });
        foreach (var listener in (StreamOfEvents[])[here, there])
        {
            foreach (var form in forms)
                await listener.UntilAsync(form.Text);
            await listener.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"{People} here"));
        }

        await AssertHealthyAsync(stage.Site);
    }

    [Theory, BothEngines]
    public async Task Votes_of_hundreds_for_one_question_are_counted_each_once(Engine engine)
    {
        await using var stage = await CopiesAsync(engine);
        var room = stage.Room;
        var question = Number((await room.DoAsync(stage.Site.Client, room.Guests[0], HttpMethod.Post, "questions", new { text = "Why whales?" })).Text);

        var votes = await Task.WhenAll(stage.Copies.SelectMany(copy => room.Guests.Skip(1).Select(guest => Task.Run(() => FullRoom.VoteAsync(copy.Client, guest, question, wants: true)))));

        Assert.All(votes, answer => Assert.True(answer.Status is HttpStatusCode.NoContent, $"{answer}"));
        Assert.Equal(room.Guests.Skip(1).Select(guest => guest.Id).Order(), (await stage.Site.WithAsync(db => db.QuestionVotes.Where(v => v.QuestionId == question).Select(v => v.MemberId).ToListAsync())).Order());
    }

    private static int Number(string text) => JsonSerializer.Deserialize<JsonElement>(text).GetProperty("id").GetInt32();

    // The sources and members of the entries of a kind, each as often as it is there.
    private static async Task<IEnumerable<(int Source, int Member)>> EntriesAsync(WhalepaperDb db, LedgerKind kind, Func<LedgerEntry, int?> source) =>
        (await db.Ledger.Where(entry => entry.Kind == kind).ToListAsync()).Select(entry => (source(entry)!.Value, entry.MemberId)).Order();

    private static async Task AssertHealthyAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        foreach (var examination in scope.ServiceProvider.GetServices<IExamination>().Where(one => one is LedgerExamination))
            Assert.All(await examination.ExamineAsync(TestContext.Current.CancellationToken), finding => Assert.True(finding.Severity is Severity.Fine, finding.What));
    }

    private static async Task<Doubled> CopiesAsync(Engine engine)
    {
        var site = await TestSite.StartAsync(engine);
        var now = site.Clock.GetCurrentInstant();
        var room = await site.WithAsync(db => FullRoom.FillAsync(db, now, People));
        var code = await site.WithAsync(async db =>
        {
            await db.OpenAsync(await db.Meetings.SingleAsync(), room.Host.Id, now, CancellationToken.None);
            return await db.Sessions.Select(session => session.Code).SingleAsync();
        });
        return new Doubled([site, engine is Engine.Postgres ? await site.CopyAsync() : site], room, code);
    }

    /// <summary>Copies of the program at whose meeting it is full; the same one twice where there can be no other.</summary>
    private sealed record Doubled(TestSite[] Copies, FullRoom Room, string Code) : IAsyncDisposable
    {
        public TestSite Site => Copies[0];

        public async ValueTask DisposeAsync()
        {
            if (Copies[1] != Site)
                await Copies[1].DisposeAsync();
            await Site.DisposeAsync();
        }
    }
}
