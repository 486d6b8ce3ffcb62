using System.Globalization;
using System.Resources;
using Whalepaper.Charter;

namespace Whalepaper.Cli;

/// <summary>Doubts in the language of the terminal, from the texts of the charter's room.</summary>
internal static class DoubtWords
{
    private static readonly ResourceManager Texts = new(typeof(CharterTexts));

    public static string Of(Doubt doubt) => Texts.GetString($"Doubt_{doubt}", CultureInfo.CurrentUICulture) ?? doubt.ToString();
}
