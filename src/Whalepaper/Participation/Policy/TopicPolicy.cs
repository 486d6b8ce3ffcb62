using Whalepaper.Topics;

namespace Whalepaper.Participation.Policy;

/// <summary>The policy by which a topic is measured, as the settings were when it opened: what the organizer changes later asks nothing of who began under other rules.</summary>
public sealed class TopicPolicy
{
    private TopicPolicy()
    {
    }

    /// <summary>Keeps a policy for a topic.</summary>
    /// <param name="topic">The topic; saved already, or with it.</param>
    /// <param name="policy">The policy.</param>
    public TopicPolicy(Topic topic, ParticipationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(policy);
        (Topic, TopicId) = (topic, topic.Id);
        (LeastTalks, LeastAttendance, Missed, GraceDays, Hysteresis, FreeAbsences, Exempts) =
            (policy.LeastTalks, (int)policy.LeastAttendance, policy.Missed, policy.GraceDays, (int)policy.Hysteresis, policy.FreeAbsences, policy.Exempts);
    }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The topic, where it is at hand.</summary>
    public Topic? Topic { get; private set; }

    /// <summary>See <see cref="ParticipationPolicy.LeastTalks"/>.</summary>
    public int LeastTalks { get; private set; }

    /// <summary>See <see cref="ParticipationPolicy.LeastAttendance"/>; the settings know whole percents.</summary>
    public int LeastAttendance { get; private set; }

    /// <summary>See <see cref="ParticipationPolicy.Missed"/>.</summary>
    public BoundsMissed Missed { get; private set; }

    /// <summary>See <see cref="ParticipationPolicy.GraceDays"/>.</summary>
    public int GraceDays { get; private set; }

    /// <summary>See <see cref="ParticipationPolicy.Hysteresis"/>; the settings know whole percents.</summary>
    public int Hysteresis { get; private set; }

    /// <summary>See <see cref="ParticipationPolicy.FreeAbsences"/>.</summary>
    public int FreeAbsences { get; private set; }

    /// <summary>See <see cref="ParticipationPolicy.Exempts"/>.</summary>
    public ExemptRoles Exempts { get; private set; }

    /// <summary>The policy.</summary>
    public ParticipationPolicy Policy => new(LeastTalks, LeastAttendance, Missed, GraceDays, Hysteresis, FreeAbsences, Exempts);
}
