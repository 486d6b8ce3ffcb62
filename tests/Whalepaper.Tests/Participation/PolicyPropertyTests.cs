using CsCheck;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Participation.Policy;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>Who is called low: rules that hold under every policy and for whatever anybody did.</summary>
public sealed class PolicyPropertyTests
{
    internal static readonly Gen<ParticipationPolicy> Policies = Gen.Select(
        Gen.Int[0, 4], Gen.Int[0, 100], Gen.Bool, Gen.Int[50, 100], Gen.Int[0, 3],
        (talks, attendance, any, hysteresis, free) => new ParticipationPolicy(talks, attendance, any ? BoundsMissed.Any : BoundsMissed.All, 14, hysteresis, free));

    private static readonly Gen<List<MeetingMark>> marks = Gen.Select(Gen.Int[1, 12], Gen.Enum<Mark>(), (meeting, kind) => new MeetingMark(meeting, kind)).List[0, 40];

    internal static readonly Gen<TakingPart> Parts = Gen.Select(Gen.Int[0, 4], marks, TakingPart.Of);

    private static readonly ParticipationPolicy usual = new(1, 50);

    [Fact]
    public void What_somebody_did_does_not_depend_on_the_order_in_which_it_was_written_down_nor_on_saying_it_twice() =>
        Gen.Select(Gen.Int[0, 3], marks, marks.SelectMany(list => Gen.Shuffle(list.ToArray()))).Sample((talks, first, second) =>
        {
            var all = first.Concat(second).ToList();
            Assert.Equal(TakingPart.Of(talks, all), TakingPart.Of(talks, second.Concat(first).Concat(second.AsEnumerable().Reverse())));
            var part = TakingPart.Of(talks, all);
            Assert.True(part.Attended + part.Excused + part.ExcusedLate <= part.Held && part.Missed >= 0 && part.ExcusedLate <= part.Missed);
            Assert.True(part.Rate() is null or (>= 0 and <= 1));
        });

    [Fact]
    public void An_excuse_never_lowers_a_rate_and_never_worsens_a_verdict() =>
        Gen.Select(Policies, marks, Gen.Int[1, 12], Gen.Bool).Sample((policy, list, meeting, wasLow) =>
        {
            var (before, after) = (TakingPart.Of(0, list), TakingPart.Of(0, [.. list, new(meeting, Mark.Excused)]));
            Assert.True(after.Rate(policy.FreeAbsences) is not { } rate || rate >= before.Rate(policy.FreeAbsences));
            Assert.True(policy.Judge(after, new(wasLow)).Kind <= policy.Judge(before, new(wasLow)).Kind);
        });

    [Fact]
    public void Doing_more_is_never_worse() =>
        Gen.Select(Policies, Parts, Gen.Bool).Sample((policy, part, wasLow) =>
        {
            var now = policy.Judge(part, new(wasLow)).Kind;
            Assert.True(policy.Judge(part.After(1, 0, 0), new(wasLow)).Kind <= now);
            Assert.True(policy.Judge(part.After(0, 1, 0), new(wasLow)).Kind <= policy.Judge(part.After(0, 0, 1), new(wasLow)).Kind);
        });

    [Fact]
    public void Between_two_turns_of_a_verdict_lies_the_whole_band_so_that_nobody_goes_in_and_out_around_a_bound() =>
        Gen.Select(Policies, Parts.List[2, 12]).Sample((policy, topics) =>
        {
            var (low, turns) = (false, new List<TakingPart>());
            foreach (var part in topics)
            {
                var verdict = policy.Judge(part, new(low));
                if (verdict.Kind is VerdictKind.Low != low)
                    turns.Add(part);
                low = verdict.Kind is VerdictKind.Low;
            }

            // In: below the lower mark, whoever one was. Out: up to the whole bound, whoever one was.
            for (var n = 0; n < turns.Count; n++)
                Assert.Equal(n % 2 is 0 ? VerdictKind.Low : VerdictKind.Fine, policy.Judge(turns[n], new(n % 2 is not 0)).Kind);
            // Who stays within the band, or above it, or below the bound, turns once at most.
            if (topics.TrueForAll(part => policy.Judge(part, Circumstances.Usual).Kind is not VerdictKind.Low) || topics.TrueForAll(part => policy.Judge(part, new(true)).Kind is VerdictKind.Low))
                Assert.True(turns.Count <= 1);
        });

    [Fact]
    public void Around_the_bound_a_member_who_was_fine_stays_and_one_who_was_low_comes_back_by_the_whole_bound()
    {
        // 46 and 54 of 100 meetings, in turn; nobody gives a talk.
        TakingPart[] around = [new(0, 100, 46, 0), new(0, 100, 54, 0), new(0, 100, 46, 0)];
        Assert.Equal([VerdictKind.Near, VerdictKind.Fine, VerdictKind.Near], Run(false));
        Assert.Equal([VerdictKind.Low, VerdictKind.Fine, VerdictKind.Near], Run(true));

        VerdictKind[] Run(bool low) => [.. around.Select(part => policyOf(part, ref low))];

        static VerdictKind policyOf(TakingPart part, ref bool low)
        {
            var kind = usual.Judge(part, new(low)).Kind;
            low = kind is VerdictKind.Low;
            return kind;
        }
    }

    [Theory]
    [InlineData(0, 10, 4, VerdictKind.Low)]
    [InlineData(0, 10, 5, VerdictKind.Fine)]
    [InlineData(1, 10, 0, VerdictKind.Fine)]
    [InlineData(0, 0, 0, VerdictKind.Fine)]
    public void By_default_low_is_who_gave_no_talk_and_attended_less_than_half(int talks, int held, int attended, VerdictKind kind) =>
        Assert.Equal(kind, usual.Judge(new(talks, held, attended, 0), Circumstances.Usual).Kind);

    [Fact]
    public void Any_bound_that_is_missed_makes_low_where_it_is_said_so_and_a_bound_of_nothing_is_none()
    {
        var any = usual with { Missed = BoundsMissed.Any };
        Assert.Equal(VerdictKind.Low, any.Judge(new(1, 10, 4, 0), Circumstances.Usual).Kind);
        Assert.Equal(VerdictKind.Low, any.Judge(new(0, 10, 10, 0), Circumstances.Usual).Kind);
        Assert.Equal(VerdictKind.Fine, any.Judge(new(1, 10, 5, 0), Circumstances.Usual).Kind);
        Assert.Equal(VerdictKind.Low, (usual with { LeastTalks = 0 }).Judge(new(3, 10, 4, 0), Circumstances.Usual).Kind);
        Assert.Equal(VerdictKind.Low, (usual with { LeastAttendance = 0 }).Judge(new(0, 10, 10, 0), Circumstances.Usual).Kind);
        Assert.Equal(VerdictKind.Fine, (usual with { LeastTalks = 0, LeastAttendance = 0 }).Judge(new(0, 10, 0, 0), Circumstances.Usual).Kind);
    }

    [Fact]
    public void Free_absences_are_not_counted_and_late_excuses_are_shown_only()
    {
        var part = TakingPart.Of(0, [.. Enumerable.Range(1, 10).Select(n => new MeetingMark(n, Mark.Held)), .. Enumerable.Range(1, 4).Select(n => new MeetingMark(n, Mark.Attended)), new(9, Mark.ExcusedLate), new(10, Mark.Excused)]);
        Assert.Equal(new(0, 10, 4, 1, 1), part);
        Assert.Equal(4m / 9, part.Rate());
        Assert.Equal(4m / 7, part.Rate(2));
        Assert.Null(new TakingPart(0, 3, 0, 1).Rate(2));
    }

    [Fact]
    public void A_person_who_locked_or_excepted_somebody_comes_before_the_rules()
    {
        var ends = new LocalDate(2026, 12, 31);
        Assert.Equal(new Exemption(ExemptionKind.Locked, "founder"), usual.ExemptionOf("founder", "ill", Role.Organizer, ends, ends));
        Assert.Equal(new Exemption(ExemptionKind.Excepted, "ill"), usual.ExemptionOf(null, "ill", Role.None, null, null));
        Assert.Null(usual.ExemptionOf(null, null, Role.Organizer, null, ends));
        Assert.Equal(new Exemption(ExemptionKind.Role), (usual with { Exempts = ExemptRoles.Organizer }).ExemptionOf(null, null, Role.Organizer, null, ends));
        Assert.Null((usual with { Exempts = ExemptRoles.Organizer }).ExemptionOf(null, null, Role.Committee, null, ends));
        Assert.Equal(new Exemption(ExemptionKind.Role), (usual with { Exempts = ExemptRoles.Committee }).ExemptionOf(null, null, Role.Committee, null, ends));
        // The last 14 days are those from the 18th to the 31st.
        Assert.Null(usual.ExemptionOf(null, null, Role.None, new LocalDate(2026, 12, 17), ends));
        Assert.Equal(new Exemption(ExemptionKind.JoinedLate), usual.ExemptionOf(null, null, Role.None, new LocalDate(2026, 12, 18), ends));
        Assert.Null(usual.ExemptionOf(null, null, Role.None, new LocalDate(2026, 12, 18), null));
        Assert.Equal(VerdictKind.Exempt, usual.Judge(new(0, 10, 0, 0), new(true, new(ExemptionKind.JoinedLate))).Kind);
    }
}
