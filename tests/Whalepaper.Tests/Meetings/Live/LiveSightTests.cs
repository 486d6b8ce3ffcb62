using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>A room that is read and set only as far as something changed looks as one that is read and set whole.</summary>
public sealed class LiveSightTests
{
    private const int Acts = 180;

    private static readonly LiveVariant[] variants =
        [.. Enum.GetValues<LiveAudience>().SelectMany(audience => ((Language[])[Language.Chinese, Language.English]).Select(language => new LiveVariant(language, audience)))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task What_did_not_change_is_kept_and_nothing_else(Engine engine)
    {
        var ear = new Ear();
        await using var site = await TestSite.StartAsync(engine, builder => builder.Services.AddSingleton<IChangeListener>(ear));
        var room = await site.WithAsync(db => FullRoom.FillAsync(db, site.Clock.GetCurrentInstant(), 4));
        var fragment = site.Services.GetRequiredService<ILiveFragment>();
        var told = new LiveRoom(room.Meeting, 1, fragment, LiveSettings.Usual, TimeProvider.System, NullLogger.Instance);
        var evening = new Acting(room, new Random(7));
        var (kept, words, reused) = (await fragment.LookAsync(room.Meeting, null, LiveParts.All, Stop), Enumerable.Empty<LiveRegion>(), 0);
        for (var n = 0; n < Acts; n++)
        {
            ear.Told.Clear();
            var act = await site.WithAsync(db => evening.ActAsync(db, site.Clock.GetCurrentInstant()));
            site.Clock.Advance(evening.Pause());
            kept = await fragment.LookAsync(room.Meeting, kept, LiveRooms.IsOfAll(ear.Told) ? LiveParts.All : told.Told(ear.Told), Stop);
            var whole = await fragment.LookAsync(room.Meeting, null, LiveParts.All, Stop);
            foreach (var variant in variants)
            {
                var (seen, meant) = (await kept.RenderAsync(variant, Stop), await whole.RenderAsync(variant, Stop));
                Assert.True(meant.SequenceEqual(seen), $"{act}, {variant}, act {n}, {string.Join(' ', ear.Told)}: {string.Join('\n', meant.Except(seen).Select(region => region.Html))}\nand not\n{string.Join('\n', seen.Except(meant).Select(region => region.Html))}");
                reused += seen.Count(region => words.Any(before => ReferenceEquals(before, region)));
                words = variant == variants[^1] ? seen : words;
            }
        }

        Assert.Equal(Enumerable.Range(0, Acting.Kinds), evening.Done.Distinct().Order());
        // Most of it was kept: of six regions, two or three change with what happens.
        Assert.InRange(reused, Acts * 2, Acts * 5);
    }

    [Fact]
    public async Task What_nobody_told_of_is_seen_a_minute_later()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var room = await site.WithAsync(db => FullRoom.FillAsync(db, site.Clock.GetCurrentInstant(), 1));
        var fragment = site.Services.GetRequiredService<ILiveFragment>();
        var sight = await fragment.LookAsync(room.Meeting, null, LiveParts.All, Stop);
        await site.WithAsync(db => db.Papers.ExecuteUpdateAsync(set => set.SetProperty(paper => paper.Title, "Whales dive"), Stop));

        async Task<bool> IsSeenAsync() => (await (sight = await fragment.LookAsync(room.Meeting, sight, LiveParts.Hour, Stop)).RenderAsync(variants[0], Stop)).Any(region => region.Html.Contains("Whales dive", StringComparison.Ordinal));
        site.Clock.Advance(Duration.FromSeconds(59));
        Assert.False(await IsSeenAsync());
        site.Clock.Advance(Duration.FromSeconds(1));
        Assert.True(await IsSeenAsync());
    }

    private sealed class Ear : IChangeListener
    {
        public HashSet<string> Told { get; } = new(StringComparer.Ordinal);

        public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
        {
            Told.UnionWith(tags);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>What people do in a room, one after the other, as chance has it.</summary>
    private sealed class Acting(FullRoom room, Random chance)
    {
        /// <summary>How many kinds of acts there are.</summary>
        public const int Kinds = 16;

        /// <summary>What was done that changed something.</summary>
        public List<int> Done { get; } = [];

        /// <summary>How long nobody does anything: seconds mostly, now and then until the hour is over.</summary>
        public Duration Pause() => chance.Next(25) == 0 ? Duration.FromMinutes(chance.Next(60)) : Duration.FromSeconds(chance.Next(20));

        /// <summary>Does one thing, if it can be done.</summary>
        public async Task<int> ActAsync(WhalepaperDb db, Instant now)
        {
            var kind = chance.Next(Kinds);
            var (here, host) = ((await db.RoomForChangeAsync(room.Meeting, Stop))!, room.Host.Id);
            var (meeting, session, talk) = (here.Meeting, here.Session, (await db.TalkForHourAsync(room.Talk, Stop))!);
            var guest = room.Guests[chance.Next(room.Guests.Count)].Id;
            var isLive = here.IsLive(now);
            var questions = await db.Questions.Where(question => question.MeetingId == meeting.Id).ToListAsync(Stop);
            var question = questions.Count == 0 ? null : questions[chance.Next(questions.Count)];
            switch (kind)
            {
                case 0 when session is null: await db.OpenAsync(meeting, host, now, Stop); break;
                case 1 when isLive: session!.TurnTo(talk, chance.Next(FullRoom.Parts), now); break;
                case 2 when isLive: session!.TurnTo(chance.Next(2) == 0 ? talk : null, null, now); break;
                case 3 when isLive && session!.CanExtend(5): session.Extend(5, now); break;
                case 4 when isLive: session!.NewCode(now); break;
                case 5 when isLive: session!.End(host, now); break;
                case 6 when session?.CanReopen(now) is true: session.Reopen(now); break;
                case 7 when isLive: await db.CheckInAsync(session!, guest, now, Stop); break;
                case 8 when meeting.CancelledAt is null: await db.AskAsync(new Question(meeting, talk, guest, $"Why {chance.Next(100)}?", Question.NewKey(), now), Stop); break;
                case 9 when question is { HiddenAt: null } && question.AskedById != guest: await db.VoteAsync(question, guest, chance.Next(2) == 0, now, Stop); break;
                case 10 when question is not null && question.AnsweredAt is null: question.MarkAnswered(host, now, "Because."); break;
                case 11 when question is not null && question.HiddenAt is null: question.Hide(host, now); break;
                case 12: await db.TickAsync(talk, chance.Next(FullRoom.Parts), guest, chance.Next(2) == 0, now, Stop); break;
                case 13: await db.SayAsync(talk, chance.Next(FullRoom.Parts), chance.Next(2) == 0, host, now, Stop); break;
                case 14 when await db.Standbys.SingleOrDefaultAsync(one => one.MeetingId == meeting.Id, Stop) is { } standby: db.Remove(standby); break;
                case 14: db.Add(new Standby(meeting.Id, await db.Members.SingleAsync(one => one.Id == guest, Stop), now)); break;
                case 15 when await db.TakeBackAsync(meeting.Id, guest, host, now, Stop): break;
                default: return -1;
            }

            Done.Add(kind);
            await db.SaveChangesAsync(Stop);
            return kind;
        }
    }
}
