using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Topics;
using Whalepaper.Topics.Proposals;

namespace Whalepaper.Bench;

/// <summary>Brings an imported group to life: members with accounts, a topic that runs, talks to come, wishes and days off.</summary>
internal sealed partial class LivingGroup : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly AsyncServiceScope _scope;
    private readonly WhalepaperDb _db;
    private readonly IClock _clock;
    private readonly Instant _now;

    private LivingGroup(WebApplication app)
    {
        _app = app;
        _scope = app.Services.CreateAsyncScope();
        _db = _scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        _clock = _scope.ServiceProvider.GetRequiredService<IClock>();
        _now = _clock.GetCurrentInstant();
    }

    /// <summary>Opens a group that nobody serves.</summary>
    public static LivingGroup Open(Groups.Imported group) => new(Site.Build(group.Data, "http://127.0.0.1:0"));

    /// <summary>Takes members of the inner group in, the first of them for the committee; a member more for every name would be the same.</summary>
    public async Task<IReadOnlyList<Member>> TakeInAsync(int count, CancellationToken cancellation)
    {
        var members = new List<Member>(count);
        for (var n = 0; n < count; n++)
        {
            var member = new Member($"Member {n}", $"member-{n}", _now);
            member.Join(_now);
            member.MoveTo(Standing.Inner, _now);
            if (n == 0)
                member.Appoint(Role.Committee);
            members.Add(member);
            var address = $"member-{n}@people.example";
            _db.Add(new Account(member, address, _now) { NormalizedEmail = address.ToUpperInvariant(), NormalizedUserName = address.ToUpperInvariant() });
        }

        await _db.SaveChangesAsync(cancellation);
        return members;
    }

    /// <summary>Gives it an organizer, as every house has from its first hour on.</summary>
    public async Task TakeInOrganizerAsync(CancellationToken cancellation)
    {
        var organizer = new Member("Organizer", "organizer", _now);
        organizer.Join(_now);
        organizer.MoveTo(Standing.Inner, _now);
        organizer.Appoint(Role.Organizer);
        _db.Add(organizer);
        await _db.SaveChangesAsync(cancellation);
    }

    /// <summary>Lets the newest topic run from today on, with its meetings planned.</summary>
    public async Task<IReadOnlyList<Meeting>> RunNewestAsync(CancellationToken cancellation)
    {
        var topic = await _db.Topics.OrderByDescending(topic => topic.Number).FirstAsync(cancellation);
        topic.Open(_now);
        topic.Run(_now.InUtc().Date, null);
        await _db.SaveChangesAsync(cancellation);
        await MeetingPlanning.PlanAsync(_db, _clock, cancellation);
        return await _db.Meetings.Where(meeting => meeting.TopicId == topic.Id && meeting.StartsAt > _now).OrderBy(meeting => meeting.StartsAt).ToListAsync(cancellation);
    }

    /// <summary>Fills half of the dates, and lets members wish and be away.</summary>
    public async Task PlanAsync(IReadOnlyList<Member> members, IReadOnlyList<Meeting> meetings, CancellationToken cancellation)
    {
        var open = await OpenEntriesAsync(meetings[0].TopicId, cancellation);
        foreach (var (n, meeting) in meetings.Index().Where(one => one.Index % 2 == 0))
        {
            if (open.FirstOrDefault(entry => entry.TrackId == meeting.TrackId) is not { } entry)
                continue;
            open.Remove(entry);
            var talk = new Talk(entry, [members[n % members.Count]], _now);
            talk.ScheduleAt(meeting, 0, _now);
            _db.Add(talk);
        }

        foreach (var (n, entry) in open.Index())
        {
            for (var wish = 0; wish < 5; wish++)
                _db.Add(new Wish(entry.TopicId, entry.TrackId, entry.PaperId, members[((n * 7) + (wish * 13)) % members.Count].Id, presents: wish % 2 == 0, _now));
        }

        foreach (var (n, member) in members.Index().Where(one => one.Index % 10 == 0))
            _db.Add(new AwayDays(member.Id, _now.InUtc().Date.PlusDays(n % 60), _now.InUtc().Date.PlusDays((n % 60) + 7)));
        await _db.SaveChangesAsync(cancellation);
    }

    /// <summary>The papers of a topic that nobody has.</summary>
    public Task<List<ReadingListEntry>> OpenEntriesAsync(int topicId, CancellationToken cancellation) => _db.Entries
        .Include(entry => entry.Paper).Include(entry => entry.List.Topic).Include(entry => entry.List.Track)
        .Where(entry => entry.TopicId == topicId && !_db.TalkPapers.Any(held => held.EntryId == entry.Id && held.ReleasedAt == null)).OrderBy(entry => entry.Id).ToListAsync(cancellation);

    /// <summary>How many talks a meeting of the group has room for.</summary>
    public async Task SeatAsync(int talks, CancellationToken cancellation)
    {
        _db.Add(new Setting(SettingsCatalogue.TalksAtMeeting.Key, talks.ToString(System.Globalization.CultureInfo.InvariantCulture), _now));
        await _db.SaveChangesAsync(cancellation);
    }

    /// <summary>A link by which a member signs in.</summary>
    public async Task<string> LinkAsync(Member member, CancellationToken cancellation)
    {
        var key = SecretKey.Make();
        _db.Add(new SignInLink(SecretKey.Hash(key), await _db.Accounts.Where(account => account.MemberId == member.Id).Select(account => account.Id).SingleAsync(cancellation), _now));
        await _db.SaveChangesAsync(cancellation);
        return $"/sign-in/links/{key}";
    }

    /// <summary>A token each, with which programs act in their names.</summary>
    public async Task<IReadOnlyList<string>> TokensAsync(IEnumerable<Member> members, CancellationToken cancellation, TokenScope scope = TokenScope.Write)
    {
        var keys = new List<string>();
        foreach (var member in members)
        {
            var key = $"wp_{SecretKey.Make()}";
            keys.Add(key);
            _db.Add(new ApiToken(member.Id, "load", SecretKey.Hash(key), scope, _now, null));
        }

        await _db.SaveChangesAsync(cancellation);
        return keys;
    }

    /// <summary>The talks of a topic that somebody claimed: the paper's entry and the meeting of each.</summary>
    public async Task<IReadOnlyList<(int Paper, int Meeting)>> TakenAsync(int topicId, CancellationToken cancellation) =>
        [.. (await _db.TalkPapers.Where(held => held.Entry.TopicId == topicId && held.ReleasedAt == null).Join(_db.Talks, held => held.TalkId, talk => talk.Id, (held, talk) => new { held.Entry.PaperId, talk.MeetingId })
            .Where(taken => taken.MeetingId != null).ToListAsync(cancellation)).Select(taken => (taken.PaperId, taken.MeetingId!.Value))];

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
