using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Participation;
using Whalepaper.Participation.Excuses;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;
using Whalepaper.Tests.Data;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>Which meetings are somebody's own: those of the tracks that they followed at the hour of each.</summary>
public sealed class FollowedTimesTests
{
    [Theory, BothEngines]
    public async Task What_was_missed_stays_missed_when_one_follows_the_track_no_more(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        var other = await AddTrackAsync(term);
        await term.AttendAsync("host", 0, 1, 2, 3, 4, 5, 6, 7);
        await term.AttendAsync("idle", 1);
        await FollowAsync(term, "idle", term.At(0) - Duration.FromDays(20), term.Track);
        await FollowAsync(term, "idle", term.At(4) - Duration.FromDays(1), other);
        Assert.Equal((4, 1, 0), await SeenAsync(term, "idle"));
    }

    [Theory, BothEngines]
    public async Task Who_begins_to_follow_a_track_has_missed_nothing_of_it_before(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        var other = await AddTrackAsync(term);
        await term.AttendAsync("host", 0, 1, 2, 3, 4, 5, 6, 7);
        await FollowAsync(term, "idle", term.At(0) - Duration.FromDays(20), other);
        await FollowAsync(term, "idle", term.At(6) - Duration.FromDays(1), other, term.Track);
        Assert.Equal((2, 0, Term.Left), await SeenAsync(term, "idle"));
    }

    [Theory, BothEngines]
    public async Task Who_chose_none_yet_is_measured_by_what_they_choose_first_and_who_never_chose_by_all(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        var other = await AddTrackAsync(term);
        await term.AttendAsync("host", 0, 1, 2, 3, 4, 5, 6, 7);
        await term.AttendAsync("half", 0);
        await FollowAsync(term, "idle", term.At(5), other);
        Assert.Equal((0, 0, 0), await SeenAsync(term, "idle"));
        Assert.Equal((8, 1, Term.Left), await SeenAsync(term, "half"));
    }

    [Theory, BothEngines]
    public async Task However_often_one_changes_all_views_count_the_same(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        var other = await AddTrackAsync(term);
        await term.AttendAsync("host", 0, 1, 2, 3, 4, 5, 6, 7);
        var random = new Random(7);
        foreach (var name in (string[])["busy", "half", "idle", "excused"])
        {
            await term.AttendAsync(name, [.. Enumerable.Range(0, Term.Over).Where(_ => random.Next(2) == 0)]);
            for (var day = -10; day < 56; day += random.Next(3, 15))
                await FollowAsync(term, name, term.At(0) + Duration.FromDays(day) + Duration.FromHours(1), [.. ((int[])[term.Track, other]).Where(_ => random.Next(2) == 0)]);
            _ = await SeenAsync(term, name);
        }
    }

    [Theory, BothEngines]
    public async Task Whoever_leaves_is_forgotten_in_what_they_followed_once(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await FollowAsync(term, "idle", term.At(0), term.Track);
        await FollowAsync(term, "idle", term.At(1));
        await term.WithAsync(async db =>
        {
            var idle = await db.Members.Include(m => m.Follows).Include(m => m.EarlierFollows).AsSplitQuery().SingleAsync(m => m.Id == term["idle"]);
            Assert.Equal((term.Track, term.At(0), term.At(1)), idle.EarlierFollows.Select(f => (f.TrackId, f.Since!.Value, f.Until)).Single());
            idle.Leave("-", "former", term.Now);
            await db.SaveChangesAsync();
            Assert.False(await db.Set<EarlierFollow>().AnyAsync());
        });
    }

    private static Task<int> AddTrackAsync(Term term) => term.WithAsync(async db =>
    {
        var (topic, other) = (await db.Topics.Include(t => t.Tracks).SingleAsync(), new Track("cv", "图像处理", 1));
        topic.Include(other);
        await db.SaveChangesAsync();
        return other.Id;
    });

    private static Task FollowAsync(Term term, string name, Instant at, params int[] tracks) => term.WithAsync(async db =>
    {
        (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == term[name])).Follow(tracks, at);
        await db.SaveChangesAsync();
    });

    // How many meetings are held against somebody, to how many they came, and how many are ahead: as the committee's list says, and as all other views agree.
    private static async Task<(int Held, int Attended, int Ahead)> SeenAsync(Term term, string name)
    {
        var all = (await term.RollAsync())[name].Meter;
        return await term.WithAsync(async db =>
        {
            var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == term[name]);
            var (frame, own) = (await db.OwnMeterAsync(member.Id, term.Now, CancellationToken.None))!.Value;
            var marks = await db.MarksAsync(member, frame, CancellationToken.None);
            var shown = (await db.TurnoutAsync(frame, [member.Id], CancellationToken.None))[member.Id];
            var seen = (all.Now.Evidence.Held, all.Now.Evidence.Attended, all.Ahead.Meetings);
            Assert.Equal(seen, (own.Meter.Now.Evidence.Held, own.Meter.Now.Evidence.Attended, own.Meter.Ahead.Meetings));
            Assert.Equal((all.Now.Evidence.Held, all.Now.Evidence.Attended), (marks.Count, marks.Count(mark => mark.Mark is Mark.Attended)));
            Assert.Equal((all.Now.Evidence.Held, all.Now.Evidence.Attended), (shown.Part.Held, shown.Part.Attended));
            return seen;
        });
    }
}
