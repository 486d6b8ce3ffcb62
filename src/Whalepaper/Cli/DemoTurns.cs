using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Talks.Handovers;
using Whalepaper.Topics.Board;
using Whalepaper.Topics.Proposals;

namespace Whalepaper.Cli;

/// <summary>What people of the demonstration do with its running topic, so that every state of a talk is there to look at.</summary>
internal sealed class DemoTurns(WhalepaperDb db, IClock clock)
{
    private readonly Instant _now = clock.GetCurrentInstant();
    private Dictionary<string, Member> _members = [];
    private List<Talk> _talks = [];

    public async Task AddAsync(CancellationToken cancellation)
    {
        _members = await db.Members.ToDictionaryAsync(m => m.Name, StringComparer.Ordinal, cancellation);
        _talks = await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Papers).ThenInclude(p => p.Entry.List.Topic).Include(t => t.Papers).ThenInclude(p => p.Paper)
            .Include(t => t.Meeting).Include(t => t.Confirmation).Include(t => t.Giving).AsSplitQuery().Where(t => t.Papers.Any(p => p.Entry.List.Topic.Number == DemoReading.Topic)).ToListAsync(cancellation);
        (await db.Tracks.SingleAsync(t => t.Code == "cv", cancellation)).OpenTo(everyone: true);
        await PrepareAsync(cancellation);
        await AskAsync(cancellation);
        await GiveUpAsync(cancellation);
        db.Add(new Handover(Of("Stefan"), _members["Stefan"], null, null, "那天我在飞机上，谁愿意接？", _now, late: false));
        await ProposeAsync(cancellation);
        await db.SaveChangesAsync(cancellation);
        await PlanAsync(cancellation);
    }

    private Talk Of(string name) => _talks.First(t => t.IsAhead && t.Presenters.Any(p => string.Equals(p.Member.Name, name, StringComparison.Ordinal)));

    // One talk is ready, another is begun.
    private async Task PrepareAsync(CancellationToken cancellation)
    {
        var outline = await db.OutlineParts.OrderBy(p => p.Position).ToListAsync(cancellation);
        var (ready, begun) = (Of("张帆"), Of("Stefan"));
        ready.Attach(MaterialKind.Slides, "Slides", "https://example.org/rag.pdf", _now);
        ready.Attach(MaterialKind.Code, "rag-sequence", "https://github.com/huggingface/transformers", _now);
        foreach (var part in outline)
            ready.Prepare(part, DemoReading.Notes(part.Position), isShown: part.Position < 3, _now);
        ready.Review(outline, ready.Presenters[0].Member, _now);
        begun.Prepare(outline[0], DemoReading.Notes(0), isShown: true, _now);
        begun.Review(outline, begun.Presenters[0].Member, _now);
    }

    // An open member asks for a talk at the open track, and somebody waits for a paper.
    private async Task AskAsync(CancellationToken cancellation)
    {
        var entry = await db.Entries.Include(e => e.Paper).Include(e => e.List.Topic).Include(e => e.List.Track)
            .Where(e => e.List.Topic.Number == DemoReading.Topic && e.List.Track.Code == "cv" && !db.TalkPapers.Any(p => p.EntryId == e.Id && p.ReleasedAt == null)).OrderBy(e => e.Position).FirstAsync(cancellation);
        var date = await db.Meetings.Where(m => m.TrackId == entry.TrackId && m.StartsAt > _now && m.Talks.Count == 0).OrderBy(m => m.StartsAt).FirstAsync(cancellation);
        var talk = new Talk(entry, [_members["Ada Brook"]], _now, _members["Ada Brook"], asks: true);
        talk.ScheduleAt(date, 0, _now);
        db.Add(talk);
        db.Add(new WaitingPlace(Of("我是大好人").Papers[0].EntryId, _members["Stefan"], _now));
        db.Add(new Standby(Of("李文乐").MeetingId!.Value, _members["张帆"], _now));
        var off = _now.InUtc().Date.PlusWeeks(3);
        db.Add(new AwayDays(_members["Stefan"].Id, off, off.PlusDays(6)));
    }

    // One talk was taken back, one was missed.
    private async Task GiveUpAsync(CancellationToken cancellation)
    {
        var back = Of("安晟");
        back.Withdraw(back.Presenters[0].Member, _now, "出差，抱歉。", late: false);
        var open = await db.Entries.Include(e => e.Paper).Where(e => e.TopicId == back.TopicId && e.List.Track.Code == "res" && !db.TalkPapers.Any(p => p.EntryId == e.Id && p.ReleasedAt == null))
            .OrderBy(e => e.Position).FirstAsync(cancellation);
        var date = await db.Meetings.Where(m => m.TrackId == open.TrackId && m.StartsAt < _now).OrderByDescending(m => m.StartsAt).FirstAsync(cancellation);
        var missed = new Talk(open, [_members["Jespon"]], date.StartsAt - Duration.FromDays(20), _members["Jespon"]);
        missed.ScheduleAt(date, 1, date.StartsAt - Duration.FromDays(20));
        missed.Miss(_members["张帆"], date.EndsAt, null);
        db.Add(missed);
    }

    private async Task ProposeAsync(CancellationToken cancellation)
    {
        var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.Topic.Number == DemoReading.Topic && l.Track.Code == "nlp", cancellation);
        var paper = new Paper("RAPTOR: Recursive Abstractive Processing for Tree-Organized Retrieval", "https://arxiv.org/abs/2401.18059", PaperKind.Paper, _now);
        paper.Publish(["Parth Sarthi", "Salman Abdullah", "Aditi Tuli"], "ICLR", 2024);
        paper.Identify("2401.18059", null, null);
        db.Add(new Proposal(list, paper, _members["Ada Brook"], "长文档检索，和这一期的主题很贴。", _now));
        var survey = new Paper("检索增强预训练串讲", null, PaperKind.Survey, _now);
        survey.GoThrough(
        [
            new("REALM: Retrieval-Augmented Language Model Pre-Training", "https://arxiv.org/abs/2002.08909", "2002.08909", null),
            new("Improving language models by retrieving from trillions of tokens", "https://arxiv.org/abs/2112.04426", "2112.04426", null),
            new("Atlas: Few-shot Learning with Retrieval Augmented Language Models", "https://arxiv.org/abs/2208.03299", "2208.03299", null),
        ]);
        db.Add(new Proposal(list, survey, _members["Stefan"], "三篇放在一起，能看出检索是怎么一步步进到预训练里的。", _now));
        await db.SaveChangesAsync(cancellation);
        db.AddRange(
            new Wish(list.TopicId, list.TrackId, paper.Id, _members["Ada Brook"].Id, presents: false, _now),
            new Wish(list.TopicId, list.TrackId, paper.Id, _members["Stefan"].Id, presents: true, _now));
    }

    // The committee thinks of a plan that nobody else sees yet; some say what they would present.
    private async Task PlanAsync(CancellationToken cancellation)
    {
        if (await db.BoardAsync(DemoReading.Topic, BoardPeople.Everybody, _now, cancellation) is not var (plan, draft))
            return;
        foreach (var (entry, n) in plan.Unclaimed.Select((entry, n) => (entry, n)))
            db.Add(new Wish(plan.Facts.TopicId, entry.TrackId, entry.PaperId, _members[n % 2 == 0 ? "杨夕" : "张帆"].Id, presents: n % 3 < 2, _now));
        if (plan.Unclaimed.FirstOrDefault() is { } paper && plan.Facts.Meetings.FirstOrDefault(m => m.TrackId == paper.TrackId && plan.IsToCome(m) && !plan.At(m.Id).Any()) is { } gap)
        {
            var move = plan.Place(paper.Id, gap.Id, [_members["杨夕"].Id], null);
            if (move.Objections.Count == 0)
            {
                draft.Do(move.Act, move.Changes, _members["张帆"], _now);
                db.Add(draft);
            }
        }

        await db.SaveChangesAsync(cancellation);
    }
}
