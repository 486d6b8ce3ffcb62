namespace Whalepaper.Ui.Forms;

/// <summary>What is said of what was typed, in whatever room; the words lie beside it, in each language.</summary>
public sealed class FormTexts;
