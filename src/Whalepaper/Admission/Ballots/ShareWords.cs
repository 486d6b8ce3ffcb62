using Microsoft.Extensions.Localization;
using Whalepaper.Settings;

namespace Whalepaper.Admission.Ballots;

/// <summary>The share that passes, as people say it.</summary>
internal static class ShareWords
{
    /// <summary>Says it: two thirds in words, any other in percent.</summary>
    public static string Share(this IStringLocalizer<ApplicationTexts> words, decimal percent) => percent is SettingsCatalogue.TwoThirds ? words["Share.TwoThirds"] : words["Share", percent];
}
