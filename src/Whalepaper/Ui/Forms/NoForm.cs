namespace Whalepaper.Ui.Forms;

/// <summary>A command that needs no more than its address.</summary>
public sealed record NoForm;
