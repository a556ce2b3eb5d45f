"""What back ends share: files in memory, names, findings, scripts as trees and as text."""
