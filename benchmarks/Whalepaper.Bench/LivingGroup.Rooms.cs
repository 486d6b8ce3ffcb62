using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Talks;

namespace Whalepaper.Bench;

/// <summary>A meeting that is on.</summary>
internal sealed partial class LivingGroup
{
    private const int Asked = 12;
    private const int Answered = 4;
    private const int There = 40;

    private static readonly string[] parts = ["问题引入", "相关工作", "方法", "实验", "代码"];

    /// <summary>Lets a meeting be on right now: two talks, forty who are there, a dozen questions with votes, some of them answered, and the first part is on.</summary>
    /// <param name="members">Who is at it: the host first, then the two who share something.</param>
    /// <param name="meeting">The meeting.</param>
    /// <param name="minutes">For how long it has been on; two that are on began at two moments.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<RoomNow> MeetNowAsync(IReadOnlyList<Member> members, Meeting meeting, int minutes, CancellationToken cancellation)
    {
        var (begun, host) = (_now - Duration.FromMinutes(minutes), members[0]);
        if (!await _db.OutlineParts.AnyAsync(cancellation))
            _db.AddRange(parts.Select((title, position) => new OutlinePart(position, title, 10, 20)));
        meeting.MoveTo(begun, meeting.Minutes, _now);
        var entries = (await OpenEntriesAsync(meeting.TopicId, cancellation)).Where(entry => entry.TrackId == meeting.TrackId);
        var talks = entries.Zip(members.Skip(1).Take(RoomNow.Sharing - 1)).Select((one, seat) =>
        {
            var talk = new Talk(one.First, [one.Second], _now);
            talk.ScheduleAt(meeting, seat, _now);
            return talk;
        }).ToList();
        _db.AddRange(talks);
        await _db.SaveChangesAsync(cancellation);
        var session = new Session(meeting, host.Id, begun);
        session.TurnTo(talks[0], 0, begun + Duration.FromMinutes(1));
        _db.Add(session);
        var crowd = members.Skip(RoomNow.Sharing).Take(There).ToList();
        _db.AddRange(crowd.Select(member => Attendance.WithCode(session, member.Id, _now)));
        await AskAsync(meeting, talks[0], host, crowd, cancellation);
        return new RoomNow(meeting.Id, talks[0].Id, session.Code, await TokensAsync(members, cancellation, TokenScope.Manage));
    }

    /// <summary>The numbers of the questions of a meeting.</summary>
    public Task<List<int>> QuestionsAsync(int meeting, CancellationToken cancellation) => _db.Questions.Where(question => question.MeetingId == meeting).Select(question => question.Id).ToListAsync(cancellation);

    /// <summary>How many are at a meeting.</summary>
    public Task<int> AttendancesAsync(int meeting, CancellationToken cancellation) => _db.Attendances.CountAsync(attendance => attendance.MeetingId == meeting, cancellation);

    private async Task AskAsync(Meeting meeting, Talk talk, Member host, List<Member> crowd, CancellationToken cancellation)
    {
        var questions = Enumerable.Range(0, Asked).Select(n =>
        {
            var question = new Question(meeting, talk, crowd[n].Id, $"第 {n + 1} 问：这一页的公式里，温度系数是怎么定的？换一个数据集还成立吗？", Question.NewKey(), _now);
            if (n < Answered)
                question.MarkAnswered(host.Id, _now, "在验证集上调的，论文附录 **B** 里有表。");
            return question;
        }).ToList();
        _db.AddRange(questions);
        await _db.SaveChangesAsync(cancellation);
        foreach (var (n, question) in questions.Index())
            _db.AddRange(crowd.Where(member => member.Id != question.AskedById).Take(2 * n).Select(member => new QuestionVote(question, member.Id, _now)));
        await _db.SaveChangesAsync(cancellation);
    }
}
