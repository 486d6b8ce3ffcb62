using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;

namespace Whalepaper.Cli;

/// <summary>Who wants to join the demonstration's inner group: one whose trial talk is planned, one on whom the committee votes, one who was let in.</summary>
internal sealed class DemoAdmission(WhalepaperDb db, BallotChanges ballots, IClock clock)
{
    private static readonly (string Name, string Address, Role Role)[] people =
    [
        ("周敏", "zhou@example.org", Role.Committee), ("Grace Liu", "grace@example.org", Role.Committee),
        ("陈默", "chen@example.org", Role.None), ("Mia Torres", "mia@example.org", Role.None), ("赵一宁", "zhao@example.org", Role.None),
    ];

    private readonly Instant _now = clock.GetCurrentInstant();
    private Dictionary<string, Member> _members = [];
    private Member[] _committee = [];

    public async Task AddAsync(CancellationToken cancellation)
    {
        await ComeAsync(cancellation);
        await PlanAsync(cancellation);
        await VoteAsync(cancellation);
        await LetInAsync(cancellation);
        // All of this was told, and read, before anybody looks.
        await db.Deliveries.Where(delivery => delivery.Occasion.StartsWith("application:") || delivery.Occasion.StartsWith("ballot:")).ExecuteDeleteAsync(cancellation);
    }

    private static Instant Ago(Instant now, int days) => now - Duration.FromDays(days);

    // A secret ballot needs three, and one of the committee may be bound.
    private async Task ComeAsync(CancellationToken cancellation)
    {
        var normal = new UpperInvariantLookupNormalizer();
        foreach (var (name, address, role) in people)
        {
            var member = new Member(name, Member.HandleFor(name, _ => false), Ago(_now, 200));
            member.Join(Ago(_now, 200));
            member.MoveTo(role is Role.None ? Standing.Open : Standing.Inner, Ago(_now, 150));
            member.Appoint(role);
            db.Add(new Account(member, address, Ago(_now, 200)) { NormalizedEmail = normal.NormalizeEmail(address), NormalizedUserName = normal.NormalizeName(address) });
        }

        await db.SaveChangesAsync(cancellation);
        _members = await db.Members.ToDictionaryAsync(m => m.Name, StringComparer.Ordinal, cancellation);
        _committee = [_members["杨夕"], _members["张帆"], _members["周敏"], _members["Grace Liu"]];
    }

    private async Task<Application> ApplyAsync(string name, string track, string why, string paper, string link, int days, CancellationToken cancellation)
    {
        var application = new Application(_members[name], Ago(_now, days));
        application.Answer(new ApplicationAnswers([await db.Tracks.Where(t => t.Code == track).Select(t => t.Id).SingleAsync(cancellation)], why, paper, link, 5, true));
        application.Send(Ago(_now, days));
        db.Add(application);
        await db.SaveChangesAsync(cancellation);
        return application;
    }

    private void Free(Application application, params IEnumerable<Member> members) => db.AddRange(members.Select(member => new TieWord(application.Id, member.Id, Tie.None, member.Id, application.AppliedAt!.Value)));

    private async Task PlanAsync(CancellationToken cancellation)
    {
        var application = await ApplyAsync(
            "陈默", "res", "读了半年推荐系统的论文，想和大家一起读，也想讲出来检验自己。", "Neural Graph Collaborative Filtering", "https://arxiv.org/abs/1905.08108", 20, cancellation);
        Member[] panel = [_members["杨夕"], _members["张帆"], _members["Grace Liu"]];
        Free(application, panel);
        db.Add(new TieWord(application.Id, _members["周敏"].Id, Tie.Adviser, _members["周敏"].Id, Ago(_now, 19)));
        application.Accept(_members["张帆"].Id, Ago(_now, 18));
        db.AddRange(panel.Select(member => new PanelSeat(application.Id, member.Id, Ago(_now, 12))));
        db.Add(new ApplicationMessage(application.Id, _members["张帆"].Id, "您哪个周末方便？", "demo-1", Ago(_now, 17)));
        db.Add(new ApplicationMessage(application.Id, application.MemberId, "都可以，**最好晚一点**，我想先把代码跑通。", "demo-2", Ago(_now, 16)));
        db.Add(new PanelQuestion(application.Id, _members["杨夕"].Id, "图卷积去掉非线性之后，效果为什么反而更好？", null, "demo-3", Ago(_now, 5)));
        await db.SaveChangesAsync(cancellation);
        var meetings = await db.Meetings.Where(m => m.StartsAt > _now && m.StartsAt <= _now + TrialQueries.Span && application.TrackIds.Contains(m.TrackId) && m.CancelledAt == null && m.Talks.Count == 0).OrderBy(m => m.StartsAt).ToListAsync(cancellation);
        // Not the first: that is for others to take.
        if (meetings.Count == 0)
            return;
        var meeting = meetings[meetings.Count / 2];
        application.Plan(await db.PlanTrialAsync(application, null, meeting, 0, _members["张帆"], Ago(_now, 10), cancellation), _members["张帆"].Id, Ago(_now, 10));
        await db.SaveChangesAsync(cancellation);
    }

    // Heard elsewhere, and voted on now: one vote lies in the box.
    private async Task VoteAsync(CancellationToken cancellation)
    {
        var application = await ApplyAsync(
            "Mia Torres", "cv", "I work with diffusion models all day and have nobody to read with.", "Denoising Diffusion Implicit Models", "https://arxiv.org/abs/2010.02502", 35, cancellation);
        Free(application, _committee);
        application.Accept(_members["杨夕"].Id, Ago(_now, 33));
        application.Present(_members["杨夕"].Id, Ago(_now, 1));
        db.AddRange(_committee.Skip(1).Select(member => new PanelSeat(application.Id, member.Id, Ago(_now, 30))));
        await db.SaveChangesAsync(cancellation);
        var ballot = await OpenAsync(application, _now - Duration.FromHours(6), cancellation);
        await ballots.VoteAsync(ballot, _members["周敏"].Id, [Choice.Approve], "Clear, and honest about what she had not tried.", _now, cancellation);
    }

    private async Task LetInAsync(CancellationToken cancellation)
    {
        var application = await ApplyAsync("赵一宁", "nlp", "想系统地补上检索这一块。", "Leveraging Passage Retrieval with Generative Models", "https://arxiv.org/abs/2007.01282", 45, cancellation);
        Free(application, _committee);
        application.Accept(_members["张帆"].Id, Ago(_now, 42));
        application.Present(_members["张帆"].Id, Ago(_now, 2));
        db.AddRange(_committee.Take(3).Select(member => new PanelSeat(application.Id, member.Id, Ago(_now, 35))));
        await db.SaveChangesAsync(cancellation);
        var ballot = await OpenAsync(application, Ago(_now, 2), cancellation);
        (Choice Choice, string? Reason)[] votes = [(Choice.Approve, "讲得清楚，问题都答到了点上。"), (Choice.Approve, null), (Choice.Abstain, "那天我只听了后半场。"), (Choice.Approve, "代码也跑通了。")];
        foreach (var (member, (choice, reason)) in _committee.Zip(votes))
            await ballots.VoteAsync(ballot, member.Id, [choice], reason, _now, cancellation);
    }

    private async Task<int> OpenAsync(Application application, Instant at, CancellationToken cancellation)
    {
        var ballot = await db.BallotOnAsync(application, at, cancellation) ?? throw new InvalidOperationException("The demonstration's committee can vote.");
        ballots.Open(ballot);
        application.Ask(ballot, null, at);
        await db.SaveChangesAsync(cancellation);
        return ballot.Id;
    }
}
