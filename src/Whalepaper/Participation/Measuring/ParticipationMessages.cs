namespace Whalepaper.Participation.Measuring;

/// <summary>The kinds of deliveries that are about participation.</summary>
internal static class ParticipationMessages
{
    /// <summary>To a member: with nothing more done they would be called low, and they can still come through.</summary>
    public const string Warning = "participation-warning";

    /// <summary>To a member: the committee answered what they said is wrong with their ledger.</summary>
    public const string Answered = "dispute-answered";

    /// <summary>To the committee: somebody says that their ledger is wrong.</summary>
    public const string Disputed = "dispute-desk";
}
