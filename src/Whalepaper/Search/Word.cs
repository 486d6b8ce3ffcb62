namespace Whalepaper.Search;

/// <summary>What a word is in the writing that it was found in.</summary>
internal enum WordSort
{
    /// <summary>A word between blanks or signs; of a compound such as <c>pre-training</c> or <c>BERT4Rec</c> the whole, written as one.</summary>
    Whole,

    /// <summary>A part of a compound.</summary>
    Part,

    /// <summary>Two neighbours in writing without blanks: Chinese, Japanese, Korean, Thai.</summary>
    Pair,

    /// <summary>The last character of such a run, or its only one.</summary>
    Last,
}

/// <summary>A word of a text.</summary>
/// <param name="Form">Its folded form, at most <see cref="Words.Longest"/> characters.</param>
/// <param name="Sort">What it is in its writing.</param>
/// <param name="Group">Which written unit it belongs to, counted from 0: a compound and its parts, or a run without blanks.</param>
/// <param name="Start">Where it begins in the original text.</param>
/// <param name="End">Where it ends there, exclusive.</param>
internal readonly record struct Word(string Form, WordSort Sort, int Group, int Start, int End)
{
    /// <summary>Its English stem, or itself.</summary>
    public string Stem => Sort is WordSort.Whole or WordSort.Part ? EnglishStem.Of(Form) : Form;
}
