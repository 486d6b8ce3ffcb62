using Microsoft.Extensions.Localization;
using Whalepaper.Participation.Policy;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Measuring;

/// <summary>The sign of how somebody stands.</summary>
internal static class RollWords
{
    public static StateSign Sign(Policy.Meter meter, IStringLocalizer<ParticipationTexts> texts) => meter.State switch
    {
        MeterState.Exempt => new(StateShape.Off, texts["Sign.Exempt"]),
        MeterState.Safe when meter.Now.Kind is VerdictKind.Near => new(StateShape.Taken, texts["Sign.Near"]),
        MeterState.Safe => new(StateShape.Done, texts[meter.Ahead == Ahead.Nothing ? "Sign.Fine" : "Sign.Safe"]),
        MeterState.Open when meter.IsUrgent => new(StateShape.Alarm, texts["Sign.Urgent"]),
        MeterState.Open => new(StateShape.Open, texts["Sign.Open"]),
        _ => new(StateShape.Alarm, texts[meter.Ahead == Ahead.Nothing ? "Sign.Low" : "Sign.OutOfReach"]),
    };
}
