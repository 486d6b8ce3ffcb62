using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Participation.Policy;
using Whalepaper.Settings;

namespace Whalepaper.Participation.Measuring;

/// <summary>A member of the inner group in a topic, with how they stand.</summary>
/// <param name="MemberId">Their database number.</param>
/// <param name="Handle">Their name in addresses.</param>
/// <param name="Name">What the group calls them.</param>
/// <param name="Role">Their role: all are measured by the same rule, and shown.</param>
/// <param name="Meter">How they stand.</param>
/// <param name="WarnedAt">When they were warned in this topic; null if they were not, and where one meter alone is asked for.</param>
public sealed record RollLine(int MemberId, string Handle, string Name, Role Role, Policy.Meter Meter, Instant? WarnedAt);

/// <summary>
/// Everybody of the inner group in a topic, measured. It asks the same dozen of questions for one and for a thousand, each summed up by the database; what one member costs does not grow with
/// what others did. Nobody has all of a large group at hand: who goes through it does so in stretches.
/// </summary>
public static class TopicRoll
{
    /// <summary>How many are measured at once where all are gone through.</summary>
    public const int Stretch = 1000;

    /// <summary>Measures all, a stretch at a time.</summary>
    /// <param name="db">The data.</param>
    /// <param name="frames">The topics.</param>
    /// <param name="instead">A policy to measure by in place of each topic's own, to try it out; null for theirs.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Of each stretch, for each topic that is asked for, in their order, its members in the order in which they came; nothing where nobody is measured.</returns>
    internal static async IAsyncEnumerable<IReadOnlyList<IReadOnlyList<RollLine>>> RollStretchesAsync(
        this WhalepaperDb db, TopicFrames frames, ParticipationPolicy? instead, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var isMore = frames.All.Count > 0;
        for (var after = 0; isMore;)
        {
            var facts = await RollFacts.ReadAsync(db, frames, cancellation, (after, Stretch));
            if (facts.People.Count == 0)
                yield break;
            yield return [.. frames.All.Take(frames.Asked).Select((frame, at) => Measure(frames, frame, frames.All.ElementAtOrDefault(at + 1), facts, instead))];
            (after, isMore) = (facts.People[^1].Id, facts.People.Count == Stretch);
        }
    }

    /// <summary>Measures some hundred members of the first topic: those behind one of them, in the order in which they came.</summary>
    /// <param name="db">The data.</param>
    /// <param name="frames">The topic, and the one before it.</param>
    /// <param name="after">Behind whom: their database number; 0 for the first.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<RollLine>> RollSpanAsync(this WhalepaperDb db, TopicFrames frames, int after, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(frames);
        return Measure(frames, frames.All[0], frames.All.ElementAtOrDefault(1), await RollFacts.ReadAsync(db, frames, cancellation, (after, most)), null);
    }

    /// <summary>Measures these members of the first topic, in the order in which they came; who is not of the inner group is left out.</summary>
    /// <param name="db">The data.</param>
    /// <param name="frames">The topic, and the one before it.</param>
    /// <param name="members">Their database numbers; some hundred.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<RollLine>> RollOfAsync(this WhalepaperDb db, TopicFrames frames, int[] members, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(frames);
        return Measure(frames, frames.All[0], frames.All.ElementAtOrDefault(1), await RollFacts.ReadAsync(db, frames, cancellation, some: members), null);
    }

    /// <summary>How one member stands in the newest topic that goes on; null if they are not of the inner group, or none goes on.</summary>
    /// <param name="db">The data.</param>
    /// <param name="memberId">Their database number.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<(TopicFrame Frame, RollLine Line)?> OwnMeterAsync(this WhalepaperDb db, int memberId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var member = await db.Members.AsNoTracking().Include(m => m.Follows).SingleOrDefaultAsync(m => m.Id == memberId, cancellation);
        return member is null ? null : await db.OwnMeterAsync(member, await db.SettingsAsync(cancellation), now, cancellation);
    }

    /// <summary>The same for who has the member and the settings at hand: nothing is asked twice.</summary>
    /// <param name="db">The data.</param>
    /// <param name="member">The member, with the tracks that they follow.</param>
    /// <param name="settings">What the organizer set, by key.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<(TopicFrame Frame, RollLine Line)?> OwnMeterAsync(
        this WhalepaperDb db, Member member, IReadOnlyDictionary<string, string> settings, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(member);
        if (!member.IsMeasured())
            return null;
        var frames = await TopicFrames.ReadAsync(db, null, 1, now, cancellation, settings);
        if (frames.All is not [{ IsOver: false } frame, ..])
            return null;
        return (frame, Measure(frames, frame, frames.All.ElementAtOrDefault(1), await RollFacts.ReadAsync(db, frames, member, cancellation), null)[0]);
    }

    private static List<RollLine> Measure(TopicFrames frames, TopicFrame frame, TopicFrame? before, RollFacts facts, ParticipationPolicy? instead)
    {
        var today = frames.Now.InZone(frames.Zone).Date;
        int? days = frame.Ends is { } last ? Math.Max(Period.DaysBetween(today, last), 0) : null;
        return facts.People.ConvertAll(person =>
        {
            var policy = instead ?? frame.Policy;
            var done = facts.Done(person, frame);
            var circumstances = new Circumstances(WasLow(person, before), Exemption(person, frame, policy));
            var ahead = frame.IsOver ? Ahead.Nothing : facts.Ahead(person, frame) with { Days = days };
            return new RollLine(person.Id, person.Handle, person.Name, person.Role, Policy.Meter.Of(policy, done, circumstances, ahead), facts.WarnedAt(person, frame));
        });

        // What a closing found stands, with all that it knew then; without one the topic before is judged by itself.
        bool WasLow(RollPerson person, TopicFrame? earlier) => earlier is not null && (earlier.ClosingId is not null && instead is null
            ? facts.WasLow(person, earlier)
            : (instead ?? earlier.Policy) is var policy && policy.Judge(facts.Done(person, earlier), new(false, Exemption(person, earlier, policy))).Kind is VerdictKind.Low);

        Exemption? Exemption(RollPerson person, TopicFrame of, ParticipationPolicy policy) =>
            policy.ExemptionOf(facts.Locked(person), facts.Excepted(person, of), person.Role, person.Since?.InZone(frames.Zone).Date, of.Ends);
    }
}
