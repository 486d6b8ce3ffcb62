using Microsoft.Extensions.Localization;
using Whalepaper.Ui;

namespace Whalepaper.Talks;

/// <summary>How the states of talks look and what they are called.</summary>
public static class TalkSigns
{
    /// <summary>The mark of a state.</summary>
    public static StateSign Sign(this TalkState state, IStringLocalizer<TalkTexts> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new StateSign(
            state switch
            {
                TalkState.Given => StateShape.Done,
                TalkState.Ready or TalkState.Confirmed => StateShape.Sure,
                TalkState.Asked => StateShape.Open,
                TalkState.Withdrawn or TalkState.Cancelled => StateShape.Off,
                TalkState.Missed => StateShape.Alarm,
                _ => StateShape.Taken,
            },
            texts[$"State.{state}"]);
    }

    /// <summary>The mark of an entry that nobody has taken.</summary>
    public static StateSign Unclaimed(IStringLocalizer<TalkTexts> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new StateSign(StateShape.Open, texts["State.Unclaimed"]);
    }
}
