using System.Runtime.InteropServices;
using Whalepaper.Settings;

namespace Whalepaper.Participation.Ledger;

/// <summary>An act as it is weighed.</summary>
/// <param name="Id">The entry's number; of several questions at one meeting the first ones count.</param>
/// <param name="Kind">What was done.</param>
/// <param name="MeetingId">At which meeting; null where there was none.</param>
/// <param name="Points">Its own points, of an entry that the committee wrote; else null.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WeighedAct(int Id, LedgerKind Kind, int? MeetingId, decimal? Points = null);

/// <summary>What each act of participation weighs (参与度账本), in points.</summary>
/// <param name="Given">A talk given.</param>
/// <param name="Substituted">More, where it was given in somebody's stead.</param>
/// <param name="Attended">A meeting attended.</param>
/// <param name="Asked">A question asked.</param>
/// <param name="QuestionsCounted">How many questions of one meeting count; at least 0.</param>
/// <param name="Feedback">Feedback on a talk.</param>
/// <param name="Reviewed">A candidate heard.</param>
public sealed record LedgerWeights(decimal Given, decimal Substituted, decimal Attended, decimal Asked, int QuestionsCounted, decimal Feedback, decimal Reviewed)
{
    /// <summary>The weights that settings say; what is not set has its default.</summary>
    /// <param name="kept">The settings, by key.</param>
    public static LedgerWeights From(IReadOnlyDictionary<string, string> kept) => new(
        SettingsCatalogue.PointsGiven.Of(kept),
        SettingsCatalogue.PointsSubstitute.Of(kept),
        SettingsCatalogue.PointsAttended.Of(kept),
        SettingsCatalogue.PointsQuestion.Of(kept),
        (int)SettingsCatalogue.QuestionsCounted.Of(kept),
        SettingsCatalogue.PointsFeedback.Of(kept),
        SettingsCatalogue.PointsReviewed.Of(kept));

    /// <summary>What an act weighs by itself, however many there are of its kind.</summary>
    /// <param name="kind">What was done.</param>
    /// <param name="points">Its own points, if it has some.</param>
    public decimal Of(LedgerKind kind, decimal? points = null) => kind switch
    {
        LedgerKind.Given => Given,
        LedgerKind.Substituted => Substituted,
        LedgerKind.Attended => Attended,
        LedgerKind.Asked => Asked,
        LedgerKind.Feedback => Feedback,
        LedgerKind.Reviewed => Reviewed,
        LedgerKind.Manual => points ?? 0,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The points of each of one member's acts in a topic, by the entry's number. Their order does not matter.</summary>
    /// <param name="acts">All acts of the member in the topic, or in several.</param>
    public IReadOnlyDictionary<int, decimal> Each(IReadOnlyCollection<WeighedAct> acts)
    {
        ArgumentNullException.ThrowIfNull(acts);
        var beyond = acts.Where(act => act.Kind is LedgerKind.Asked && act.MeetingId is not null).GroupBy(act => act.MeetingId)
            .SelectMany(meeting => meeting.OrderBy(act => act.Id).Skip(QuestionsCounted)).Select(act => act.Id).ToHashSet();
        return acts.ToDictionary(act => act.Id, act => beyond.Contains(act.Id) ? 0 : Of(act.Kind, act.Points));
    }

    /// <summary>The sum of one member's points. The order of the acts does not matter.</summary>
    /// <param name="acts">The acts; each number once.</param>
    public decimal Total(IReadOnlyCollection<WeighedAct> acts) => Each(acts).Values.Sum();
}
