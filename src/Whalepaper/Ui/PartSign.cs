using Microsoft.Extensions.Localization;

namespace Whalepaper.Ui;

/// <summary>A part that a talk must cover, as a page shows it.</summary>
/// <param name="Title">What the part is about.</param>
/// <param name="AtLeast">Minutes it takes at least, if bounded.</param>
/// <param name="AtMost">Minutes it takes at most, if bounded.</param>
/// <param name="Ready">Whether it is prepared; null where the page does not tell.</param>
/// <param name="Note">A line of the presenter's own.</param>
public sealed record PartSign(string Title, int? AtLeast = null, int? AtMost = null, bool? Ready = null, string? Note = null)
{
    /// <summary>Its bounds in words; null if it has none.</summary>
    public string? Bounds(IStringLocalizer<UiTexts> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return (AtLeast, AtMost) switch
        {
            ({ } least, { } most) => words["Outline.Minutes", least, most].Value,
            (null, { } most) => words["Outline.AtMost", most].Value,
            ({ } least, null) => words["Outline.AtLeast", least].Value,
            _ => null,
        };
    }
}
