using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Meetings.Minutes;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Talks.Feedback;

namespace Whalepaper.Cli;

/// <summary>What happened at the meetings of the demonstration, what is to come, and one meeting that is on right now.</summary>
internal sealed class DemoRoom(WhalepaperDb db, IClock clock)
{
    private const string Host = "张帆";

    // For how long the meeting that is on has been on.
    private static readonly Duration gone = Duration.FromMinutes(25);

    private static readonly string[] inner = ["杨夕", Host, "Stefan", "林晓"];

    private readonly Instant _now = clock.GetCurrentInstant();
    private Dictionary<string, Member> _members = [];
    private List<Talk> _talks = [];
    private int _parts;

    public async Task AddAsync(CancellationToken cancellation)
    {
        _members = await db.Members.ToDictionaryAsync(m => m.Name, StringComparer.Ordinal, cancellation);
        _parts = await db.OutlineParts.CountAsync(cancellation);
        _talks = await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Meeting).Include(t => t.Giving).Include(t => t.Confirmation).AsSplitQuery()
            .Where(t => t.MeetingId != null && t.Papers.Any(p => p.Entry.List.Topic.Number == DemoReading.Topic)).ToListAsync(cancellation);
        await LeadAsync(cancellation);
        foreach (var talk in _talks.Where(t => t.Giving is not null && t.Meeting!.EndsAt < _now).OrderBy(t => t.Meeting!.StartsAt))
        {
            if (DemoWords.Hours.TryGetValue(talk.Presenters[0].Member.Name, out var words))
                await HoldAsync(talk, words, cancellation);
        }

        await ComeAsync(cancellation);
        await BeginAsync(cancellation);
    }

    // Of a meeting that ended a moment ago, nothing was written tomorrow.
    private Instant NotAfter(Instant at) => Instant.Min(at, _now);

    // How one gets in; the addresses lead to nobody.
    private async Task LeadAsync(CancellationToken cancellation)
    {
        foreach (var track in await db.Tracks.ToListAsync(cancellation))
        {
            track.JoinBy(track.Code switch
            {
                "nlp" => new JoinLink("https://meeting.tencent.com/dm/demonstration", "123-456-789", "2021"),
                "cv" => new JoinLink("https://zoom.us/j/81234567890", "812 3456 7890", "whale"),
                _ => null,
            });
        }

        await db.SaveChangesAsync(cancellation);
    }

    // Who is there: members of the inner group, who listens as a candidate, and whoever joined where it is open.
    private List<Member> Crowd(Meeting meeting, bool isOpen) =>
        [.. inner.Append(isOpen ? "Ada Brook" : null).OfType<string>().Where((_, n) => (n + meeting.Id) % 5 != 0 || n == 1).Select(name => _members[name])];

    private async Task HoldAsync(Talk talk, DemoHour words, CancellationToken cancellation)
    {
        var (meeting, host) = (talk.Meeting!, _members[Host]);
        var session = new Session(meeting, host.Id, meeting.StartsAt - Duration.FromMinutes(5));
        db.Add(session);
        for (var part = 0; part < _parts; part++)
            session.TurnTo(talk, part, meeting.StartsAt + Duration.FromMinutes(2 + (part * 14)));
        session.TurnTo(talk, null, meeting.StartsAt + Duration.FromMinutes(2 + (_parts * 14)));
        var crowd = Crowd(meeting, await db.Tracks.AnyAsync(track => track.Id == meeting.TrackId && track.IsOpen, cancellation));
        foreach (var (member, n) in crowd.Select((member, n) => (member, n)))
            db.Add(n == 0 ? Attendance.OnList(meeting, member.Id, host.Id, meeting.EndsAt) : Attendance.WithCode(session, member.Id, meeting.StartsAt + Duration.FromMinutes(n)));
        session.End(host.Id, meeting.EndsAt - Duration.FromMinutes(3));
        var asked = crowd.Where(member => !talk.Presenters.Any(p => ReferenceEquals(p.Member, member))).ToList();
        await AskAsync(talk, words.Questions, asked, meeting.StartsAt + Duration.FromMinutes(30), cancellation);
        foreach (var (member, n) in asked.Take(3).Select((member, n) => (member, n)))
        {
            db.AddRange(Enumerable.Range(0, Math.Max(0, _parts - (n == 2 ? 1 : 0))).Select(part => new PartTick(talk, part, member.Id, meeting.EndsAt - Duration.FromMinutes(5))));
            db.Add(new TalkFeedback(talk, member.Id, new FeedbackWords(words.Clear[n % words.Clear.Length], n == 1 ? words.Improve : null, isAnonymous: n == 1), NotAfter(meeting.EndsAt + Duration.FromHours(n + 1))));
        }

        var minutes = new MeetingMinutes(meeting.Id, words.Minutes, host.Id, NotAfter(meeting.EndsAt + Duration.FromMinutes(20)));
        minutes.Write($"{words.Minutes}\n\n{words.More}", _members["杨夕"].Id, NotAfter(meeting.EndsAt + Duration.FromHours(12)));
        db.Add(minutes);
        meeting.Record("https://example.org/recordings/" + meeting.Id, _now);
        await db.SaveChangesAsync(cancellation);
        if (words.Left is { } left && left < _parts)
            await db.SayAsync(talk, left, isCovered: false, host.Id, meeting.EndsAt, cancellation);
    }

    private async Task AskAsync(Talk talk, IReadOnlyList<DemoQuestion> questions, List<Member> crowd, Instant at, CancellationToken cancellation)
    {
        var asked = new List<Question>();
        foreach (var (words, n) in questions.Select((words, n) => (words, n)))
        {
            var question = new Question(talk.Meeting!, talk, crowd[n % crowd.Count].Id, words.Text, Question.NewKey(), at + Duration.FromMinutes(n * 2), words.OnBehalfOf);
            if (words.IsAnswered)
                question.MarkAnswered(_members[Host].Id, at + Duration.FromMinutes((n * 2) + 1), words.Answer);
            await db.AskAsync(question, cancellation);
            asked.Add(question);
        }

        foreach (var (question, n) in asked.Select((question, n) => (question, n)))
            db.AddRange(crowd.Where(member => member.Id != question.AskedById).Take(questions.Count - n).Select(member => new QuestionVote(question, member.Id, at + Duration.FromMinutes(20))));
        await db.SaveChangesAsync(cancellation);
    }

    // Of dates to come some are sure already.
    private async Task ComeAsync(CancellationToken cancellation)
    {
        foreach (var meeting in _talks.Where(t => t.IsAhead).Select(t => t.Meeting!).Distinct().Where(m => Coming.IsAsked(m, _now)).OrderBy(m => m.StartsAt).Take(3))
            db.AddRange(inner.Take(3).Select(name => new Coming(meeting, _members[name].Id, name is not "Stefan", _now - Duration.FromHours(3))));
        await db.SaveChangesAsync(cancellation);
    }

    // The next meeting of the open track is on right now, whenever the demonstration is made.
    private async Task BeginAsync(CancellationToken cancellation)
    {
        var open = await db.Tracks.Where(track => track.IsOpen).Select(track => track.Id).ToListAsync(cancellation);
        // Those whose talks show something else to come are left alone.
        var talk = _talks.Where(t => t.State is TalkState.Claimed or TalkState.Confirmed && t.Meeting!.EndsAt > _now && !t.Presenters.Any(p => inner.Contains(p.Member.Name)))
            .OrderByDescending(t => open.Contains(t.TrackId)).ThenBy(t => t.Meeting!.StartsAt).First();
        var (meeting, host) = (talk.Meeting!, _members[Host]);
        if (meeting.StartsAt > _now - gone)
            meeting.MoveTo(_now - gone, meeting.Minutes, _now);
        if (talk.Confirmation is null)
            talk.Confirm(talk.Presenters[0].Member, _now);
        var session = new Session(meeting, host.Id, _now - gone);
        session.TurnTo(talk, 0, _now - Duration.FromMinutes(22));
        if (_parts > 1)
            session.TurnTo(talk, 1, _now - Duration.FromMinutes(8));
        db.Add(session);
        var crowd = inner.Skip(1).Append(open.Contains(talk.TrackId) ? "Ada Brook" : null).OfType<string>().Select(name => _members[name]).ToList();
        db.AddRange(crowd.Select((member, n) => Attendance.WithCode(session, member.Id, _now - Duration.FromMinutes(20 - n))));
        db.AddRange(crowd.Take(2).Select(member => new PartTick(talk, 0, member.Id, _now - Duration.FromMinutes(7))));
        if (!await db.Standbys.AnyAsync(standby => standby.MeetingId == meeting.Id, cancellation))
            db.Add(new Standby(meeting.Id, _members["Stefan"], _now - Duration.FromDays(3)));
        await AskAsync(talk, DemoWords.Now, crowd, _now - Duration.FromMinutes(12), cancellation);
    }
}
