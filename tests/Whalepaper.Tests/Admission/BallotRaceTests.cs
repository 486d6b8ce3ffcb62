using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>Many vote at the same moment: each has one vote, none is lost, and the one who is last closes the ballot once.</summary>
public sealed class BallotRaceTests
{
    private static readonly CancellationToken none = CancellationToken.None;

    [Theory, BothEngines]
    public async Task A_hundred_votes_of_one_person_are_one(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (ballot, voters) = await OpenAsync(house, 5);

        var taken = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(() => VoteAsync(house, ballot, voters[0], n % 2 is 0 ? Choice.Approve : Choice.Reject))));

        Assert.All(taken, one => Assert.Equal(VoteTaking.Taken, one));
        Assert.Equal(1, await CastAsync(house, ballot));
        Assert.Equal(1, await house.WithAsync(db => db.BallotVoters.CountAsync(voter => voter.BallotId == ballot && voter.HasVoted)));
    }

    [Theory, BothEngines]
    public async Task When_all_vote_at_once_nobodys_vote_is_lost_and_it_closes(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (ballot, voters) = await OpenAsync(house, 30);

        await Task.WhenAll(voters.Select((voter, n) => Task.Run(() => VoteAsync(house, ballot, voter, n % 3 is 0 ? Choice.Reject : Choice.Approve))));

        var (closed, boxes) = await house.WithAsync(async db => (await db.Ballots.Include(b => b.Options).SingleAsync(b => b.Id == ballot), await db.BallotBoxes.CountAsync()));
        Assert.Equal((BallotEnd.Decided, 30, 20, 10, 0), (closed.End, closed.Cast, closed.Options[0].Approve, closed.Options[0].Reject, boxes));
        Assert.Equal(VoteTaking.Closed, await VoteAsync(house, ballot, voters[0], Choice.Reject));
    }

    [Theory, BothEngines]
    public async Task Whoever_is_not_listed_cannot_vote(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (ballot, voters) = await OpenAsync(house, 4);
        var stranger = await MemberAsync(house, "stranger");
        Assert.Equal(VoteTaking.Closed, await VoteAsync(house, ballot, stranger, Choice.Approve));
        Assert.Equal(0, await CastAsync(house, ballot));
        Assert.Equal(4, voters.Count);
    }

    [Theory, BothEngines]
    public async Task A_vote_after_its_hour_is_too_late_although_nobody_closed_it(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (ballot, voters) = await OpenAsync(house, 4);
        foreach (var voter in voters.Take(3))
            await VoteAsync(house, ballot, voter, Choice.Approve);
        house.Clock.Advance(Duration.FromHours(80));

        Assert.Equal(VoteTaking.Closed, await VoteAsync(house, ballot, voters[3], Choice.Reject));
        Assert.Equal((BallotEnd.Decided, 3), await house.WithAsync(async db => await db.Ballots.Where(b => b.Id == ballot).Select(b => new ValueTuple<BallotEnd?, int?>(b.End, b.Cast)).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task Of_a_vote_no_column_but_the_sealed_box_tells_how(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var ((one, voters), (other, others)) = (await OpenAsync(house, 4), await OpenAsync(house, 4));
        await VoteAsync(house, one, voters[0], Choice.Approve);
        await VoteAsync(house, other, others[0], Choice.Reject);

        var boxes = await house.WithAsync(db => db.BallotBoxes.AsNoTracking().OrderBy(box => box.BallotId).ToListAsync());
        Assert.Equal(boxes[0].Content.Length, boxes[1].Content.Length);
        Assert.Equal((boxes[0].Turn, true), (boxes[1].Turn, true));
        foreach (var ballot in (int[])[one, other])
            Assert.Equal("True,False,False,False", string.Join(',', await house.WithAsync(db => db.BallotVoters.Where(voter => voter.BallotId == ballot).OrderBy(voter => voter.MemberId).Select(voter => voter.HasVoted).ToListAsync())));
        // Sealed anew, the same votes look altogether different.
        var before = boxes[0].Content;
        await VoteAsync(house, one, voters[0], Choice.Approve);
        Assert.NotEqual(before, await house.WithAsync(db => db.BallotBoxes.Where(box => box.BallotId == one).Select(box => box.Content).SingleAsync()));
    }

    private static Task<TestDatabase> HouseAsync(Engine engine) => TestDatabase.CreateAsync(engine, services =>
    {
        services.AddDataProtection();
        services.AddSingleton<BallotSeal>();
        services.AddScoped<BallotChanges>();
    });

    private static async Task<(int Ballot, IReadOnlyList<int> Voters)> OpenAsync(TestDatabase house, int count)
    {
        var prefix = Guid.NewGuid().ToString("N")[..8];
        var voters = new List<int>();
        for (var n = 0; n < count; n++)
            voters.Add(await MemberAsync(house, $"{prefix}-{n}"));
        var candidate = await MemberAsync(house, $"{prefix}-candidate");
        await using var scope = house.Scope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var ballot = new Ballot(BallotKind.Admission, new BallotTerms(72, 3, count, 66.66m, 1), [candidate], voters, house.Clock.GetCurrentInstant());
        scope.ServiceProvider.GetRequiredService<BallotChanges>().Open(ballot);
        await db.SaveChangesAsync();
        return (ballot.Id, voters);
    }

    private static Task<int> MemberAsync(TestDatabase house, string handle) => house.WithAsync(async db =>
    {
        var member = new Member(handle, handle, house.Clock.GetCurrentInstant());
        db.Add(member);
        await db.SaveChangesAsync();
        return member.Id;
    });

    private static async Task<VoteTaking> VoteAsync(TestDatabase house, int ballot, int voter, Choice choice)
    {
        await using var scope = house.Scope();
        return await scope.ServiceProvider.GetRequiredService<BallotChanges>().VoteAsync(ballot, voter, [choice], null, house.Clock.GetCurrentInstant(), none);
    }

    private static async Task<int> CastAsync(TestDatabase house, int ballot)
    {
        await using var scope = house.Scope();
        var content = await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().BallotBoxes.Where(box => box.BallotId == ballot).Select(box => box.Content).SingleAsync();
        return scope.ServiceProvider.GetRequiredService<BallotSeal>().Open(content).Cast;
    }
}
