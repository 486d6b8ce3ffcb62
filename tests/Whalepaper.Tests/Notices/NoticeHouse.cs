using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.People;

namespace Whalepaper.Tests.Notices;

/// <summary>Notices in a house of the tests.</summary>
internal static class NoticeHouse
{
    /// <summary>A notice to the whole group, filled in; named fields take the place of these.</summary>
    public static (string Name, string Value)[] Filled(params (string Name, string Value)[] instead)
    {
        (string Name, string Value)[] usual = [("title", "No meeting this week"), ("text", "We **rest**."), ("to", "standings"), ("standings", "open"), ("standings", "candidate"), ("standings", "inner"), ("when", "now"), ("then", "send")];
        return [.. usual.Where(field => !instead.Any(other => other.Name == field.Name)), .. instead.Where(field => field.Value.Length > 0)];
    }

    /// <summary>Writes down all that is to be told now, as the worker does.</summary>
    public static Task TellAsync(this TestSite site) => site.Services.GetRequiredService<NoticeWorker>().DrainAsync(CancellationToken.None);

    /// <summary>Does one piece of the worker's work.</summary>
    public static async Task<bool> StepAsync(this TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NoticeRound>().StepAsync(CancellationToken.None);
    }

    /// <summary>Has the committee send a notice; gives its number.</summary>
    public static async Task<int> SendNoticeAsync(this Household house, params (string Name, string Value)[] instead)
    {
        var answer = await (await house.SignInAsync("committee")).SendAsync("POST", "/notices", Filled(instead));
        if (answer.Number is not 303)
            throw new InvalidOperationException($"The notice is not taken: {answer}");
        return await house.Site.WithAsync(db => db.Notices.MaxAsync(n => n.Id));
    }

    /// <summary>Whom the deliveries of a notice are for, on one channel.</summary>
    public static Task<List<int>> ToldAsync(this TestSite site, int notice, string channel = ChannelNames.Inbox) => site.WithAsync(db =>
    {
        var occasion = GroupNotice.OccasionOf(notice);
        return db.Deliveries.Where(d => d.Occasion == occasion && d.Channel == channel).OrderBy(d => d.MemberId).Select(d => d.MemberId!.Value).ToListAsync();
    });

    /// <summary>A notice as it stands.</summary>
    public static Task<GroupNotice> NoticeAsync(this TestSite site, int id) => site.WithAsync(db => db.Notices.AsNoTracking().SingleAsync(n => n.Id == id));

    /// <summary>Takes in many members at once, each with an account.</summary>
    public static Task CrowdAsync(this TestSite site, int count, Action<Member, int>? alter = null) => site.WithAsync(async db =>
    {
        var now = site.Clock.GetCurrentInstant() - Duration.FromDays(1);
        for (var n = 0; n < count; n++)
        {
            var member = new Member($"crowd{n}", $"crowd{n}", now);
            member.Join(now);
            alter?.Invoke(member, n);
            db.Add(member);
            db.Add(new Account(member, $"crowd{n}@people.example", now) { NormalizedEmail = $"CROWD{n}@PEOPLE.EXAMPLE", NormalizedUserName = $"CROWD{n}@PEOPLE.EXAMPLE" });
        }

        await db.SaveChangesAsync();
    });
}
