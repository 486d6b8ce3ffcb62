using Microsoft.Extensions.Localization;
using Whalepaper.Ui;

namespace Whalepaper.Topics;

/// <summary>How the states of topics look.</summary>
public static class TopicSigns
{
    /// <summary>The mark of a state.</summary>
    public static StateSign Sign(this TopicState state, IStringLocalizer<TopicTexts> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new StateSign(
            state switch
            {
                TopicState.Running => StateShape.Sure,
                TopicState.Closed => StateShape.Done,
                _ => StateShape.Open,
            },
            texts[$"State.{state}"]);
    }
}
