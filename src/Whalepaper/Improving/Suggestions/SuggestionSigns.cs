using Microsoft.Extensions.Localization;
using Whalepaper.Ui;

namespace Whalepaper.Improving.Suggestions;

/// <summary>How the states of suggestions look and what they are called.</summary>
internal static class SuggestionSigns
{
    /// <summary>The mark of a state.</summary>
    public static StateSign Sign(this SuggestionState state, IStringLocalizer<SuggestionTexts> texts) => new(
        state switch
        {
            SuggestionState.Open => StateShape.Open,
            SuggestionState.Planned => StateShape.Taken,
            SuggestionState.Done => StateShape.Done,
            _ => StateShape.Off,
        },
        texts[$"State.{state}"]);
}
