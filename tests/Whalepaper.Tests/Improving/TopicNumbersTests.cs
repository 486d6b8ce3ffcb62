using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Participation;
using Xunit;

namespace Whalepaper.Tests.Improving;

/// <summary>The numbers that stand beside what people say of a topic.</summary>
public sealed class TopicNumbersTests
{
    [Theory, BothEngines]
    public async Task They_are_those_of_the_topic_and_meetings_count_as_they_do_in_participation(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.GiveAsync("busy", 0);
        await term.GiveAsync("half", 1);
        await term.PlanAsync("idle", 2);
        await term.PlanAsync("excused", 3);
        await term.WithAsync(db => MissAsync(db, term));
        // Nobody wrote down who was at the others.
        await term.AttendAsync("busy", 0, 1);
        await term.AttendAsync("half", 0);

        var numbers = await term.WithAsync(db => db.NumbersOfAsync(term.Topic, term.Now, CancellationToken.None));

        Assert.Equal(new TopicNumbers(4, 2, 1, 2, 3, 1), numbers);
        Assert.Equal(1.5m, numbers.Attendance);
        Assert.Equal(TopicNumbers.None, await term.WithAsync(db => db.NumbersOfAsync(term.Topic + 1, term.Now, CancellationToken.None)));
        Assert.Null(TopicNumbers.None.Attendance);
    }

    // One talk is missed, and a reminder of it reached nobody; nor did one of another topic's talk, and one of another kind.
    private static async Task MissAsync(WhalepaperDb db, Term term)
    {
        var (now, who) = (term.Now, term["excused"]);
        var id = await db.Talks.Where(talk => talk.Presenters.Any(presenter => presenter.MemberId == who)).Select(talk => talk.Id).SingleAsync();
        var host = term["host"];
        (await db.TalkForChangeAsync(id, CancellationToken.None))!.Miss(await db.Members.SingleAsync(member => member.Id == host), now, null);
        foreach (var (kind, talk) in new[] { (ReminderKinds.Talk, id), (ReminderKinds.Talk, id + 100), (ReminderKinds.Unready, id) })
        {
            var row = Delivery.Of($"talk:{talk}:{kind}", Recipient.Member(who), ChannelNames.Mail, kind, new ReminderAbout(talk, "day", now).ToString(), now, null, now);
            db.Add(row);
            db.Entry(row).Property(d => d.State).CurrentValue = DeliveryState.Dead;
        }

        await db.SaveChangesAsync();
    }
}
