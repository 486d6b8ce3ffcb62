using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>The word to who can still come through: to whom it goes, when, with which numbers, how often, and when it does not go.</summary>
public sealed class WarningLetterTests
{
    private const string FarWest = "America/Los_Angeles";

    [Theory, BothEngines]
    public async Task It_comes_into_the_inbox_and_by_mail_in_the_readers_language_with_numbers_that_are_right(Engine engine)
    {
        var folder = new MailFolder();
        await using var term = await TermHouse.BeginAsync(engine, builder => MailFolder.SetUp(builder));
        await term.AddAsync("ann", "en", null, 0, 1, 2);
        await term.AddAsync("wei", "zh-CN", null, 0, 1, 2);
        // Somebody with three of four to spare, and somebody whom no meeting helps but any of four dates for a talk: neither has to hurry.
        await term.AddAsync("spare", "en", null, 0, 1, 2, 3, 4);
        await term.AddAsync("none", "en", null);
        await term.Site.WithAsync(async db =>
        {
            foreach (var name in (string[])["ann", "wei"])
                (await db.Accounts.SingleAsync(a => a.MemberId == term[name])).ReachAt(folder.Address(name), folder.Address(name).ToUpperInvariant(), folder.Address(name).ToUpperInvariant());
            await db.SaveChangesAsync();
        });

        Assert.Equal(2, await term.WarnAsync());
        await term.Site.DrainAsync();
        Assert.Equal(["ann", "wei"], await term.WarnedAsync());
        var (ann, wei) = (Assert.Single(await term.WarningsAsync("ann")), Assert.Single(await term.WarningsAsync("wei")));
        Assert.Equal("Topic 6: you can still make it", ann.Subject);
        Assert.StartsWith("You can still make it in topic 6. Done: 0 talks; 3 of 8 meetings (37.5 %). Asked for: 1 talk or 50 % of the meetings. Until ", ann.Text, StringComparison.Ordinal);
        Assert.EndsWith(
            " this suffices: one more talk, or 3 of the 4 meetings left. Otherwise your participation counts as low; the committee then looks at it, and you can object. "
            + "If you cannot come, say so before a meeting: it is not counted. If something is wrong, say so on the page.",
            ann.Text, StringComparison.Ordinal);
        Assert.Equal("第 6 期：还来得及", wei.Subject);
        Assert.StartsWith("第 6 期您还来得及。已完成：分享 0 次；分享会 8 场到 3 场（37.5%）。要求：分享 1 次或出勤率 50%。在 ", wei.Text, StringComparison.Ordinal);
        Assert.EndsWith(" 之前这样即可：再分享一次，或余下 4 场分享会参加 3 场。否则会算参与不足，届时由审核组决定，您可以申辩。不能到场请在开始前请假，该场不计入。如有记录不对，请在页面上提出。", wei.Text, StringComparison.Ordinal);
        Assert.EndsWith("/members/ann/participation/6", ann.Link, StringComparison.Ordinal);
        Assert.EndsWith("/members/wei/participation/6", wei.Link, StringComparison.Ordinal);
        // The page says the same.
        Assert.Contains("one more talk, or 3 of the 4 meetings left", (await (await term.House.Visitor().SignInAsync(term["ann"])).GetAsync(new Uri(ann.Link).AbsolutePath)).Text, StringComparison.Ordinal);

        var letters = (await folder.ReadAsync()).ToDictionary(letter => letter.EnvelopeTo, StringComparer.Ordinal);
        Assert.Equal(2, letters.Count);
        foreach (var (item, name, language) in new[] { (ann, "ann", "en"), (wei, "wei", "zh-CN") })
        {
            var letter = letters[folder.Address(name)];
            Assert.Equal((item.Subject, language), (letter.Subject, letter.Language));
            Assert.Contains(item.Text, letter.Text.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains(item.Link, letter.Text, StringComparison.Ordinal);
        }
    }

    [Theory, BothEngines]
    public async Task It_comes_once_in_a_topic_and_not_again_to_who_recovered_and_fell_back(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        await term.AddAsync("ann", "en", null, 0, 1, 2);
        Assert.Equal(1, await term.WarnAsync());
        await term.Site.DrainAsync();
        Assert.Equal(0, await term.WarnAsync());

        // They came to the next three, and are through.
        await term.PassAsync(3);
        await term.AttendAsync("ann", 8, 9, 10);
        Assert.Equal(MeterState.Safe, (await term.MeterAsync("ann")).Meter.State);
        Assert.Equal(0, await term.WarnAsync());
        // It turns out that it was somebody else: one talk at the one date left would still do.
        await term.MissAsync("ann", 8, 9, 10);
        Assert.True((await term.MeterAsync("ann")).Meter.IsUrgent);
        Assert.Equal(0, await term.WarnAsync());
        await term.Site.DrainAsync();
        Assert.Single(await term.WarningsAsync("ann"));
        Assert.Equal(2, await term.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.Kind == ParticipationMessages.Warning)));
    }

    [Theory, BothEngines]
    public async Task It_waits_for_the_morning_of_its_reader(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        // Eight in the evening in the group, four in the morning far in the west, one at night in the east.
        await term.AddAsync("ann", "en", null, 0, 1, 2);
        await term.AddAsync("west", "en", FarWest, 0, 1, 2);
        await term.AddAsync("east", "en", "Pacific/Auckland", 0, 1, 2);
        Assert.Equal(3, await term.WarnAsync());
        var due = await term.Site.WithAsync(db => db.Deliveries.Where(d => d.Kind == ParticipationMessages.Warning).Select(d => new { d.MemberId, d.Due }).ToListAsync());
        Assert.All(due, one => Assert.Equal(one.MemberId == term["ann"] ? term.Now : one.MemberId == term["west"] ? Instant.FromUtc(2026, 11, 28, 16, 0) : Instant.FromUtc(2026, 11, 28, 19, 0), one.Due));
        await term.Site.DrainAsync();
        Assert.Equal((1, 0, 0), await CountsAsync());
        term.Site.Clock.Advance(Duration.FromHours(4));
        await term.Site.DrainAsync();
        Assert.Equal((1, 1, 0), await CountsAsync());
        term.Site.Clock.Advance(Duration.FromHours(3));
        await term.Site.DrainAsync();
        Assert.Equal((1, 1, 1), await CountsAsync());

        async Task<(int, int, int)> CountsAsync() => ((await term.WarningsAsync("ann")).Count, (await term.WarningsAsync("west")).Count, (await term.WarningsAsync("east")).Count);
    }

    [Theory, BothEngines]
    public async Task It_never_comes_to_who_is_exempt_locked_or_on_leave(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        foreach (var name in (string[])["excepted", "locked", "leave", "entered", "busy"])
            await term.AddAsync(name, "en", null, 0, 1, 2);
        var today = new LocalDate(2026, 11, 28);
        await term.Site.WithAsync(async db =>
        {
            db.Add(new Waiver(term["excepted"], term.TopicId, "Ill.", term["organizer"], term.Now));
            db.Add(new Waiver(term["locked"], null, "Founder.", term["organizer"], term.Now));
            db.Add(new AwayDays(term["leave"], today, today).AsLeave(term.Now - Duration.FromDays(1)));
            db.Add(new AwayDays(term["entered"], today.PlusDays(-1), today.PlusDays(5)).AsLeave("A child was born.", term["organizer"], term.Now));
            // Who cannot share can come.
            db.Add(new AwayDays(term["busy"], today.PlusDays(-1), today.PlusDays(5)));
            await db.SaveChangesAsync();
        });
        Assert.Equal(1, await term.WarnAsync());
        Assert.Equal(["busy"], await term.WarnedAsync());
        // Back again, there is still time: who was away for a day, and who was for a week and the one meeting in it.
        term.Site.Clock.Advance(Duration.FromDays(1));
        Assert.Equal(1, await term.WarnAsync());
        Assert.Equal(["busy", "leave"], await term.WarnedAsync());
        await term.PassAsync(1);
        Assert.Equal(1, await term.WarnAsync());
        Assert.Equal(["busy", "entered", "leave"], await term.WarnedAsync());
    }

    [Theory, BothEngines]
    public async Task What_is_not_so_any_more_is_not_sent_and_what_is_sent_is_so(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        string[] all = ["gave", "freed", "off", "near", "steady"];
        foreach (var name in all)
            await term.AddAsync(name, "en", FarWest, 0, 1, 2);
        Assert.Equal(all.Length, await term.WarnAsync());

        // In the hours before their morning one gave a talk that nobody had noted, one was excepted, one went on leave, and of two it turned out where they were.
        await term.GiveAsync("gave");
        await term.Site.WithAsync(async db =>
        {
            db.Add(new Waiver(term["freed"], term.TopicId, "Ill.", term["organizer"], term.Now));
            db.Add(new AwayDays(term["off"], new LocalDate(2026, 11, 28), new LocalDate(2026, 11, 30)).AsLeave(term.Now));
            await db.SaveChangesAsync();
        });
        await term.AttendAsync("near", 3, 4);
        await term.MissAsync("steady", 2);
        term.Site.Clock.Advance(Duration.FromHours(4));
        await term.Site.DrainAsync();
        foreach (var name in all[..^1])
            Assert.Empty(await term.WarningsAsync(name));
        Assert.Contains("Done: 0 talks; 2 of 8 meetings (25 %).", Assert.Single(await term.WarningsAsync("steady")).Text, StringComparison.Ordinal);
        Assert.Equal(all.Length - 1, await term.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.Kind == ParticipationMessages.Warning && d.Channel == ChannelNames.Inbox && d.State == DeliveryState.Dropped)));

        // Nobody who heard nothing counts as warned; and who falls back has the one warning still before them.
        Assert.Equal(0, await term.WarnAsync());
        Assert.Equal(["steady"], await term.WarnedAsync());
        Assert.Null((await term.Site.WithAsync(async db => await db.RollOfAsync(await TopicFrames.ReadAsync(db, null, 1, term.Now, CancellationToken.None), [term["freed"]], CancellationToken.None)))[0].WarnedAt);
        await term.Site.WithAsync(db => db.Waivers.ExecuteDeleteAsync());
        Assert.Equal(1, await term.WarnAsync());
        await term.Site.DrainAsync();
        Assert.Single(await term.WarningsAsync("freed"));
        Assert.Equal(0, await term.WarnAsync());
        Assert.Equal(["freed", "steady"], await term.WarnedAsync());
        // This house has no mail server: the letter that waits for one is one too.
        Assert.Equal(1, await term.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.MemberId == term["freed"] && d.Kind == ParticipationMessages.Warning && d.State == DeliveryState.Waiting)));
    }

    [Theory, BothEngines]
    public async Task Of_a_topic_that_ended_meanwhile_nobody_is_told_that_they_can_still_make_it(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        await term.AddAsync("west", "en", FarWest, 0, 1, 2);
        Assert.Equal(1, await term.WarnAsync());
        await term.Site.WithAsync(async db =>
        {
            (await db.Topics.SingleAsync(t => t.Number == TermHouse.Topic)).Close(term.Now);
            await db.SaveChangesAsync();
        });
        term.Site.Clock.Advance(Duration.FromHours(4));
        await term.Site.DrainAsync();
        Assert.Empty(await term.WarningsAsync("west"));
        Assert.Equal(0, await term.WarnAsync());
    }

    [Theory, BothEngines]
    public async Task However_many_look_at_once_each_is_warned_once(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        string[] all = [.. Enumerable.Range(0, 5).Select(n => $"late{n}")];
        foreach (var name in all)
            await term.AddAsync(name, "en", null, 0, 1, 2);

        var warned = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(term.WarnAsync)));

        Assert.Equal(all.Length, warned.Sum());
        Assert.Equal(0, await term.WarnAsync());
        Assert.Equal(all, await term.WarnedAsync());
        await term.Site.DrainAsync();
        foreach (var name in all)
            Assert.Single(await term.WarningsAsync(name));
    }
}
