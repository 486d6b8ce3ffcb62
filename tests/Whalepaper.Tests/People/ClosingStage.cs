using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Papers;
using Whalepaper.Participation.Closing;
using Whalepaper.Participation.Policy;
using Whalepaper.Talks;
using Whalepaper.Topics;

namespace Whalepaper.Tests.People;

/// <summary>Topics of a <see cref="Household"/> that are being closed, each new, and as far as a test wants it.</summary>
internal static class ClosingStage
{
    /// <summary>By what everybody is measured in them.</summary>
    public static readonly ParticipationPolicy Policy = new(1, 50);

    /// <summary>A topic that is over; gives its number.</summary>
    public static Task<int> OverAsync(this Household house) => house.Site.WithAsync(async db =>
    {
        var now = house.Site.Clock.GetCurrentInstant();
        // Before those that are planned: the newest stays the newest.
        var number = await db.Topics.CountAsync(t => t.Number >= 100) + 100;
        var topic = new Topic(number);
        topic.Open(now - Duration.FromDays(90));
        topic.Close(now - Duration.FromDays(20));
        db.Add(topic);
        await db.SaveChangesAsync();
        return number;
    });

    /// <summary>A closing in which these were low; as far as it is told. They were told eight days ago, or just now.</summary>
    public static async Task<int> ClosingAsync(this Household house, ClosingState state, bool objecting = false, ClosingDecision? decision = null, params int[] low)
    {
        var number = await house.OverAsync();
        await house.Site.WithAsync(async db =>
        {
            var (now, by) = (house.Site.Clock.GetCurrentInstant(), house["committee"]);
            var told = objecting ? now - Duration.FromHours(1) : now - Duration.FromDays(8);
            var closing = new TopicClosing(await db.Topics.SingleAsync(t => t.Number == number), Policy, by, told);
            db.Add(closing);
            await db.SaveChangesAsync();
            closing.Count(low.Length);
            var cases = new List<ClosingCase>();
            foreach (var member in await db.Members.Where(m => low.Contains(m.Id)).ToListAsync())
            {
                cases.Add(new ClosingCase(closing.Id, member.Id, member.Role, Policy.Judge(new TakingPart(0, 9, 2, 1), Circumstances.Usual)));
                db.Add(cases[^1]);
            }

            await db.SaveChangesAsync();
            if (state is ClosingState.Frozen)
                return;
            closing.Tell(by, 7, told);
            foreach (var one in cases)
            {
                one.Tell(told, closing.ObjectUntil!.Value);
                if (decision is { } said)
                    one.Decide(said, "Because.", one.MemberId == by ? house["organizer"] : by, one.Member.Role, now);
            }

            await db.SaveChangesAsync();
            if (state is ClosingState.Told)
                return;
            // What can be published can be undone no more.
            closing.Execute(by, state is ClosingState.Executed ? 7 : 0, now);
            foreach (var one in cases.Where(one => ClosingCase.Target(one.Decision) is not null))
                one.Move(null, now);
            await db.SaveChangesAsync();
        });
        return number;
    }

    /// <summary>A topic in which somebody gave a talk; gives its number.</summary>
    public static async Task<int> GivenTopicAsync(this Household house, int memberId)
    {
        var number = await house.OverAsync();
        await house.Site.WithAsync(async db =>
        {
            var now = house.Site.Clock.GetCurrentInstant();
            var topic = await db.Topics.Include(t => t.Tracks).SingleAsync(t => t.Number == number);
            var list = topic.Include(await db.Tracks.SingleAsync(t => t.Code == "nlp"));
            await db.SaveChangesAsync();
            var entry = new ReadingListEntry(list, new Paper($"Given in {number}", null, PaperKind.Paper, now), 0, now);
            db.Add(entry);
            await db.SaveChangesAsync();
            var talk = new Talk(entry, [await db.Members.SingleAsync(m => m.Id == memberId)], now);
            talk.Give(GivingSource.Charter, now);
            db.Add(talk);
            await db.SaveChangesAsync();
        });
        return number;
    }
}
